// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/http/flowrun.h"

namespace latchkey {

/// What a service seems to be, and the address below which it is that.
struct Sighting
{
    QString profile; ///< id
    QUrl address;
};

/// Looks at what stands at an address before anybody trusts it with a password: asks the questions
/// by which profiles recognise their services, one after the other. They are GETs that change
/// nothing. One look at a time; lives in the caller's thread.
class ServiceScout final : public QObject
{
    Q_OBJECT

public:
    /// The clock outlives it.
    explicit ServiceScout(const Clock &clock, QObject *parent = nullptr);
    ~ServiceScout() override;

    /// Those that fit, best known first: first the ones that were tried against a running service.
    /// Where the address of `rules` is a host alone, the paths at which services usually begin are
    /// looked at as well. Fails as Transport does where nothing can be asked.
    Future<std::vector<Sighting>> recognise(const TransportRules &rules,
                                            const std::vector<ServiceProfile> &profiles);

private:
    struct Question
    {
        ServiceProfile profile;
        QUrl address;
    };

    void askFrom(size_t question);
    void finish(Result<std::vector<Sighting>> result);

    const Clock &m_clock;
    TransportRules m_rules;
    std::vector<Question> m_questions;
    std::unique_ptr<Transport> m_transport;
    std::vector<Sighting> m_seen;
    int m_unreachable = 0;
    bool m_answered = false;
    std::shared_ptr<QPromise<Result<std::vector<Sighting>>>> m_promise;
};

/// Asks for a reset for an address that nobody has, as a trial of a profile, its variables and the
/// way there. How the request flow ended; fails as Transport does. Deletes itself afterwards.
Future<FlowEnd> tryRequest(const ServiceProfile &profile, const TransportRules &rules,
                           const Variables &variables, const Clock &clock);

} // namespace latchkey
