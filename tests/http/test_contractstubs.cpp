// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/http/httpservice.h"
#include "services/http/replyreader.h"

#include "tests/contract/contractkit.h"
#include "tests/http/contractstub.h"
#include "tests/support/manualclock.h"

#include <QTest>

using namespace latchkey;
using namespace latchkey::contract;

namespace {

const QString robin = QStringLiteral("robin@example.com");

} // namespace

/// The profiles that are written from documentation, each against a stub of the documented
/// contract: the whole way, and every refusal that is documented. A stub is no server: what it
/// proves is that profile and contract agree, to the byte of each request, and that we tell the
/// answers apart.
class TestContractStubs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyUntriedProfileHasAStub_data();
    void everyUntriedProfileHasAStub();
    void stubsAreStrict();
    void casesHold_data();
    void casesHold();
    void everyRowIsTried_data();
    void everyRowIsTried();

private:
    static QStringList untriedRows(const Flow &flow, const QJsonObject &written,
                                   const QJsonObject &contract);
    void open(const QString &profile, const QJsonObject &contract);
    Result<Proof> proofOf(QString text, bool typed) const;
    QByteArray act(const QJsonObject &action);
    void check(const QJsonObject &action);

    ManualClock m_clock{Instant(std::chrono::seconds(1'900'000'000))};
    std::unique_ptr<ContractStub> m_stub;
    std::unique_ptr<HttpService> m_service;
    Proof m_proof;
    Failure m_failure;
    std::chrono::seconds m_lifetime{};
};

void TestContractStubs::everyUntriedProfileHasAStub_data()
{
    QTest::addColumn<QString>("profile");
    for (const QString &profile : ServiceProfile::shipped())
        QTest::newRow(qPrintable(profile)) << profile;
}

void TestContractStubs::everyUntriedProfileHasAStub()
{
    QFETCH(const QString, profile);
    const QJsonObject contract = ContractStub::read(profile);
    const auto read = ServiceProfile::load(profile);
    QVERIFY(read);
    QCOMPARE(contract.isEmpty(), (*read)->ranAgainstReal);
    if (contract.isEmpty())
        return;
    const QString says = contract.value(QLatin1String("stub")).toString();
    QVERIFY2(says.contains(QLatin1String("stub of the documented contract")), qPrintable(says));
    QVERIFY2(says.contains((*read)->checkedVersion), qPrintable((*read)->checkedVersion));
    const auto cases = contract.value(QLatin1String("cases")).toObject();
    QVERIFY(cases.contains(QLatin1String("the whole way")));
}

void TestContractStubs::stubsAreStrict()
{
    const QString profile = QStringLiteral("supabase");
    const QJsonObject contract = ContractStub::read(profile);
    const QJsonArray whole = contract.value(QLatin1String("cases"))
                                 .toObject()
                                 .value(QLatin1String("the whole way"))
                                 .toArray();
    const QJsonObject asking = whole.first().toObject();
    const auto faultsWith = [&](const char *name, const QString &value) {
        QJsonObject other = contract;
        other.insert(QStringLiteral("variables"), QJsonObject{{QLatin1String(name), value}});
        open(profile, other);
        m_stub->expect(asking.value(QLatin1String("calls")).toArray());
        act(asking);
        return m_stub->faults().join(u'\n');
    };
    const QString good = QStringLiteral("publishable-1");
    QCOMPARE(faultsWith("apikey", good), QString());
    QVERIFY(faultsWith("apikey", QStringLiteral("other")).contains(QLatin1String("header apikey")));

    open(profile, contract);
    act(QJsonObject{{QStringLiteral("ask"), robin}});
    QVERIFY(m_stub->faults().join(u'\n').contains(QLatin1String("one call too many")));
    m_stub->expect(asking.value(QLatin1String("calls")).toArray());
    act(QJsonObject{{QStringLiteral("ask"), QStringLiteral("other@example.com")}});
    QVERIFY(m_stub->faults().join(u'\n').contains(QLatin1String("not the body")));
    m_stub->expect(asking.value(QLatin1String("calls")).toArray());
    QVERIFY(m_stub->faults().join(u'\n').contains(QLatin1String("no call of recover")));
}

void TestContractStubs::casesHold_data()
{
    QTest::addColumn<QString>("profile");
    QTest::addColumn<QString>("name");
    for (const QString &profile : ServiceProfile::shipped()) {
        const QJsonObject contract = ContractStub::read(profile);
        for (const QString &name : contract.value(QLatin1String("cases")).toObject().keys())
            QTest::addRow("%s: %s", qPrintable(profile), qPrintable(name)) << profile << name;
    }
}

void TestContractStubs::casesHold()
{
    QFETCH(const QString, profile);
    QFETCH(const QString, name);
    const QJsonObject contract = ContractStub::read(profile);
    open(profile, contract);
    const QJsonArray actions =
        contract.value(QLatin1String("cases")).toObject().value(name).toArray();
    QVERIFY(!actions.isEmpty());
    for (const QJsonValue action : actions) {
        check(action.toObject());
        if (QTest::currentTestFailed())
            return;
    }
}

void TestContractStubs::everyRowIsTried_data()
{
    QTest::addColumn<QString>("profile");
    for (const QString &profile : ServiceProfile::shipped()) {
        if (!ContractStub::read(profile).isEmpty())
            QTest::newRow(qPrintable(profile)) << profile;
    }
}

// A row of an outcome table that no answer of a case comes to is a guess.
void TestContractStubs::everyRowIsTried()
{
    QFETCH(const QString, profile);
    QFile file(QStringLiteral(":/services/%1.json").arg(profile));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject written = QJsonDocument::fromJson(file.readAll()).object();
    const QJsonObject contract = ContractStub::read(profile);
    const auto read = ServiceProfile::load(profile).value();
    QStringList untried = untriedRows(read->request, written[u"request"].toObject(), contract) +
                          untriedRows(read->set, written[u"set"].toObject(), contract);
    if (read->inspect)
        untried += untriedRows(*read->inspect, written[u"inspect"].toObject(), contract);
    QCOMPARE(untried.join(u'\n'), QString());
}

QStringList TestContractStubs::untriedRows(const Flow &flow, const QJsonObject &written,
                                           const QJsonObject &contract)
{
    QStringList untried;
    const std::vector<QJsonObject> answers = ContractStub::answersOf(contract);
    for (size_t at = 0; at < flow.steps.size(); ++at) {
        const QJsonValue step = written[u"steps"][static_cast<qsizetype>(at)];
        const auto &rows = flow.steps[at].outcomes;
        for (size_t row = 0; row < rows.size(); ++row) {
            const auto comesHere = [&](const QJsonObject &answer) {
                const HttpReply reply = ContractStub::httpReplyOf(answer);
                ReplyReader reader(reply);
                return ContractStub::isOfStep(contract, answer, step) &&
                       !reader.judge({rows.begin(), rows.begin() + static_cast<ptrdiff_t>(row)}) &&
                       reader.judge({rows[row]});
            };
            if (std::none_of(answers.begin(), answers.end(), comesHere)) {
                untried += QStringLiteral("%1, row %2")
                               .arg(step[u"path"].toString(), QString::number(row));
            }
        }
    }
    return untried;
}

void TestContractStubs::open(const QString &name, const QJsonObject &contract)
{
    const auto profile = ServiceProfile::load(name).value();
    m_lifetime = profile->linkLifetime;
    m_service.reset();
    m_stub = std::make_unique<ContractStub>(contract);
    const QUrl base = m_stub->base();
    const QString linked = contract.value(QLatin1String("link_address")).toString();
    ServiceDescription description{.passwordRules = profile->passwordRules};
    description.linkForms.code = profile->code;
    for (const QString &link : profile->links) {
        description.linkForms.patterns.push_back(
            LinkPattern::parse(link, linked.isEmpty() ? base : QUrl(linked)).value());
    }
    Variables variables;
    for (const OperatorVariable &variable : profile->variables) {
        const QString value = contract.value(QLatin1String("variables"))
                                  .toObject()
                                  .value(QString::fromLatin1(variable.name))
                                  .toString(variable.fallback);
        if (!value.isEmpty())
            variables.emplace(variable.name, secret(value.toUtf8()));
    }
    m_service = std::make_unique<HttpService>(HttpParts{
        .clock = m_clock,
        .description = description,
        .profile = profile,
        .rules = {.base = base, .loopbackHttp = true, .firstPause = std::chrono::milliseconds(1)},
        .variables = variables});
}

Result<Proof> TestContractStubs::proofOf(QString text, bool typed) const
{
    const LinkForms &forms = m_service->description().linkForms;
    text.replace(QLatin1String("{base}"), m_stub->base().toString());
    const auto found = typed ? findLink(text, forms) : readLink(text.toUtf8(), forms);
    if (!found)
        return fail(found.error());
    if (const auto *link = std::get_if<ForeignLink>(&found->what))
        return PartsProof{link->parts, {}};
    if (const auto *code = std::get_if<ForeignCode>(&found->what))
        return PartsProof{{{"token", code->text}}, address(robin)};
    return fail(Reason::LinkMalformed, QStringLiteral("not of the service's form"));
}

/// "good" or the reason, and m_failure with what is told beside it.
QByteArray TestContractStubs::act(const QJsonObject &action)
{
    m_failure = {};
    const auto told = [this](const auto &result) {
        if (!result)
            m_failure = result.error();
        return reasonOf(result);
    };
    if (action.contains(QLatin1String("ask"))) {
        const auto receipt =
            take(m_service->requestReset(address(action.value(QLatin1String("ask")).toString())));
        // One answer for all, or it tells of an account.
        if (receipt && (receipt->resendAfter != RequestReceipt().resendAfter ||
                        receipt->linkExpires != m_clock.now() + m_lifetime))
            return "good, but not like the others";
        return told(receipt);
    }
    if (action.contains(QLatin1String("save"))) {
        const QByteArray password = action.value(QLatin1String("save")).toString().toUtf8();
        return told(take(m_service->resetPassword(m_proof, secret(password))));
    }
    const bool typed = action.contains(QLatin1String("type"));
    const auto proof =
        proofOf(action.value(QLatin1String(typed ? "type" : "open")).toString(), typed);
    if (!proof)
        return told(proof);
    m_proof = *proof;
    return told(take(m_service->inspect(m_proof)));
}

void TestContractStubs::check(const QJsonObject &action)
{
    const auto text = [&action](const char *member, const char *fallback = "") {
        return action.value(QLatin1String(member)).toString(QLatin1String(fallback));
    };
    m_stub->expect(action.value(QLatin1String("calls")).toArray());
    const QByteArray told = act(action);
    const QByteArray at = QJsonDocument(action).toJson(QJsonDocument::Compact);
    const QString faults = m_stub->faults().join(u'\n');
    QVERIFY2(faults.isEmpty(), (at + '\n' + faults.toUtf8()).data());
    QVERIFY2(told == text("told", "good").toUtf8(), (at + "\ntold: " + told).data());
    if (action.contains(QLatin1String("says"))) {
        QString says = text("says");
        says.replace(QLatin1String("{base}"), m_stub->base().toString());
        QCOMPARE(m_failure.about, says);
    }
    if (action.contains(QLatin1String("wait"))) {
        QCOMPARE(static_cast<int>(m_failure.span.count()),
                 action.value(QLatin1String("wait")).toInt());
    }
}

QTEST_GUILESS_MAIN(TestContractStubs)
#include "test_contractstubs.moc"
