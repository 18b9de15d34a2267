// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "application/servicesetup.h"

#include <QObject>
#include <QPointer>
#include <QStringList>

namespace latchkey {

class FindServicePage;
class NewServicePage;
class StartWindow;
struct NewService;

/// Leads a person through adding a service: asks the address what it is, tries it with an address
/// that nobody has, and writes its file. Nothing is written before the last press.
class ServiceAdding final : public QObject
{
    Q_OBJECT

public:
    /// Window and clock outlive it. `takenIds`: of the services that are there.
    ServiceAdding(StartWindow &window, const Clock &clock, QStringList takenIds,
                  QObject *parent = nullptr);
    ~ServiceAdding() override;

    void start();

Q_SIGNALS:
    void added();
    void givenUp();

private:
    void look(const QUrl &address);
    void offer(const Configuration &asked, const std::vector<SeenService> &seen);
    void add(const NewService &service, bool insisting);
    void write(const Configuration &configuration, const GivenSecrets &secrets);

    StartWindow &m_window;
    const Clock &m_clock;
    QStringList m_takenIds;
    std::unique_ptr<ServiceSetup> m_setup;
    QPointer<FindServicePage> m_find;
    QPointer<NewServicePage> m_new;
};

} // namespace latchkey
