// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/exhibits.h"
#include "tests/support/patience.h"
#include "ui/findservicepage.h"
#include "ui/linkspanel.h"

#include <QAbstractButton>
#include <QLineEdit>

namespace latchkey {

namespace {

constexpr auto longAddress = "alice.appleby-longname@department.example.com";

QWidget *shown(Stand &stand)
{
    return stand.kit.window.get();
}

void openDescribed(Stand &stand)
{
    ServiceDescription &service = stand.kit.service.m_description;
    service.deskContact = QStringLiteral("desk@acme.example, +49 30 555 01");
    service.signInAddress = QUrl(QStringLiteral("https://mail.acme.example/"));
    stand.kit.open();
}

/// Opens the window and refuses what the person asked for.
void refuseRequest(Stand &stand, const Failure &failure)
{
    openDescribed(stand);
    stand.kit.session->requestReset(QLatin1String(longAddress));
    stand.kit.service.request.answer(fail(failure));
    LATCHKEY_TRY_VERIFY(stand.kit.session->stage() != Stage::Requesting);
}

QWidget *asking(Stand &stand)
{
    openDescribed(stand);
    return shown(stand);
}

QWidget *askingRefused(Stand &stand)
{
    openDescribed(stand);
    stand.kit.type(QStringLiteral("alice@"));
    stand.kit.key(Qt::Key_Return);
    return shown(stand);
}

QWidget *askingSending(Stand &stand)
{
    openDescribed(stand);
    stand.kit.type(QLatin1String(longAddress));
    stand.kit.key(Qt::Key_Return);
    return shown(stand);
}

QWidget *askingLimited(Stand &stand)
{
    refuseRequest(stand, {.reason = Reason::TooManyTries, .span = std::chrono::seconds(45)});
    return shown(stand);
}

QWidget *waiting(Stand &stand)
{
    openDescribed(stand);
    stand.kit.session->requestReset(QLatin1String(longAddress));
    stand.kit.service.request.answer(stand.kit.receipt());
    [&] { LATCHKEY_TRY_COMPARE(stand.kit.session->stage(), Stage::Waiting); }();
    return shown(stand);
}

QWidget *waitingRefused(Stand &stand)
{
    waiting(stand);
    stand.kit.type(QStringLiteral("Dear all, see you on Monday."));
    stand.kit.key(Qt::Key_Return);
    return shown(stand);
}

QWidget *waitingWithoutAddress(Stand &stand)
{
    openDescribed(stand);
    stand.kit.session->haveProof();
    return shown(stand);
}

QWidget *addressForCode(Stand &stand)
{
    waitingWithoutAddress(stand);
    stand.kit.session->openText(QStringLiteral("wdjb mjht"));
    return shown(stand);
}

QWidget *judging(Stand &stand)
{
    openDescribed(stand);
    stand.kit.session->openFromSystem(WindowKit::link());
    [&] { LATCHKEY_TRY_VERIFY(stand.kit.find("spinner")); }();
    return shown(stand);
}

QWidget *deadLinkExpired(Stand &stand)
{
    waiting(stand);
    stand.kit.session->openFromSystem(WindowKit::link());
    stand.kit.service.inspection.answer(
        fail({.reason = Reason::LinkExpired, .span = std::chrono::minutes(185)}));
    [&] { LATCHKEY_TRY_COMPARE(stand.kit.session->stage(), Stage::DeadLink); }();
    return shown(stand);
}

QWidget *deadLinkOtherService(Stand &stand)
{
    openDescribed(stand);
    stand.kit.session->openText(QStringLiteral("Here it is: <") +
                                QLatin1String(WindowKit::link("reset", "another-service-of-ours")) +
                                QStringLiteral(">."));
    return shown(stand);
}

QWidget *choosing(Stand &stand)
{
    openDescribed(stand);
    stand.kit.reachChoosing();
    return shown(stand);
}

QWidget *choosingTyped(Stand &stand)
{
    choosing(stand);
    stand.kit.type(QStringLiteral("correct horse"));
    return shown(stand);
}

QWidget *choosingTwiceWithHeldLink(Stand &stand)
{
    stand.kit.service.m_description.passwordRules.askTwice = true;
    choosing(stand);
    stand.kit.press("suggestButton");
    stand.kit.find<QLineEdit>("repeatEdit")->setText(QStringLiteral("something else"));
    stand.kit.press("changeButton");
    stand.kit.session->openFromSystem(WindowKit::link("confirm"));
    return shown(stand);
}

QWidget *choosingSaving(Stand &stand)
{
    choosing(stand);
    stand.kit.type(QStringLiteral("correct horse battery"));
    stand.kit.key(Qt::Key_Return);
    return shown(stand);
}

QWidget *done(Stand &stand)
{
    choosingSaving(stand);
    stand.kit.service.reset.answer(
        ResetOutcome{.maskedAddress = QStringLiteral("a•••e@example.com"),
                     .sessionsEnded = true,
                     .noticeQueued = true});
    [&] { LATCHKEY_TRY_COMPARE(stand.kit.session->stage(), Stage::Done); }();
    return shown(stand);
}

QWidget *confirming(Stand &stand)
{
    openDescribed(stand);
    stand.kit.session->openFromSystem(WindowKit::link("confirm"));
    stand.kit.service.inspection.answer(stand.kit.glimpse());
    [&] { LATCHKEY_TRY_COMPARE(stand.kit.session->stage(), Stage::Confirming); }();
    return shown(stand);
}

QWidget *confirmed(Stand &stand)
{
    confirming(stand);
    stand.kit.press("confirmButton");
    stand.kit.service.confirmation.answer(stand.kit.glimpse());
    [&] { LATCHKEY_TRY_COMPARE(stand.kit.session->stage(), Stage::Confirmed); }();
    return shown(stand);
}

QWidget *withdrawing(Stand &stand)
{
    openDescribed(stand);
    stand.kit.session->openFromSystem(WindowKit::link("withdraw"));
    AccountGlimpse glimpse = stand.kit.glimpse();
    glimpse.requested = WindowKit::start - std::chrono::minutes(7);
    glimpse.origin = QStringLiteral("front-desk-2");
    glimpse.asker = Asker::Operator;
    stand.kit.service.inspection.answer(glimpse);
    [&] { LATCHKEY_TRY_COMPARE(stand.kit.session->stage(), Stage::Withdrawing); }();
    return shown(stand);
}

QWidget *withdrawn(Stand &stand)
{
    withdrawing(stand);
    stand.kit.press("withdrawButton");
    stand.kit.service.withdrawal.answer(stand.kit.glimpse());
    [&] { LATCHKEY_TRY_COMPARE(stand.kit.session->stage(), Stage::Withdrawn); }();
    return shown(stand);
}

QWidget *trouble(Stand &stand)
{
    refuseRequest(stand, {.reason = Reason::ServiceUnreachable,
                          .detail = QStringLiteral("connection refused")});
    return shown(stand);
}

QWidget *troubleWithDetails(Stand &stand)
{
    refuseRequest(stand,
                  {.reason = Reason::DatabaseUnsafe,
                   .detail = QStringLiteral("mode 0666"),
                   .about = QStringLiteral("/var/lib/latchkey/accounts/acme-webmail.sqlite")});
    stand.kit.press("detailsButton");
    return shown(stand);
}

QWidget *closing(Stand &stand)
{
    done(stand);
    stand.kit.window->showClosing();
    return shown(stand);
}

QWidget *closingPending(Stand &stand)
{
    done(stand);
    stand.kit.window->showPending(2);
    return shown(stand);
}

QWidget *demoAsking(Stand &stand)
{
    ServiceDescription &service = stand.kit.service.m_description;
    service.demo = true;
    service.name = QStringLiteral("Demo service");
    service.host = QStringLiteral("on this computer");
    stand.kit.open();
    stand.kit.window->offerAddress(QStringLiteral("robin@example.com"));
    return shown(stand);
}

QWidget *start(Stand &stand)
{
    stand.start = std::make_unique<StartWindow>();
    return stand.start.get();
}

QWidget *welcome(Stand &stand)
{
    start(stand);
    stand.start->showWelcome({QStringLiteral("/home/alice/.config/latchkey/latchkey.toml"),
                              QStringLiteral("/etc/xdg/latchkey/latchkey.toml")});
    stand.start->show();
    return stand.start.get();
}

QWidget *faultyConfiguration(Stand &stand)
{
    start(stand);
    stand.start->showTrouble({.reason = Reason::ConfigurationFaulty,
                              .detail = QStringLiteral("unknown key \"lenght\""),
                              .about = QStringLiteral("/etc/xdg/latchkey/latchkey.toml:12:3")},
                             WindowKit::start);
    stand.start->show();
    return stand.start.get();
}

QWidget *choice(Stand &stand)
{
    start(stand);
    stand.start->showChoice(
        {{.name = QStringLiteral("Acme Webmail"), .host = QStringLiteral("mail.acme.example")},
         {.name = QStringLiteral("The association of friends of the botanical garden"),
          .host = QStringLiteral("members.friends-of-the-botanical-garden.example")},
         {.name = QStringLiteral("/home/alice/.config/latchkey/services.d/shop.toml"),
          .fault = Failure{.reason = Reason::ConfigurationFaulty}},
         {.name = QStringLiteral("Library"), .host = QStringLiteral("this computer")}},
        ChoicePage::Question::Service);
    stand.start->show();
    return stand.start.get();
}

QWidget *choiceForALink(Stand &stand)
{
    start(stand);
    stand.start->showChoice(
        {{.name = QStringLiteral("Acme Webmail"), .host = QStringLiteral("mail.acme.example")},
         {.name = QStringLiteral("Library"), .host = QStringLiteral("library.example")}},
        ChoicePage::Question::LinkOfSeveral);
    stand.start->show();
    return stand.start.get();
}

QWidget *findingAService(Stand &stand)
{
    start(stand);
    stand.start->showFindService()->showRefusal({.reason = Reason::ServiceAddressInvalid});
    stand.start->show();
    return stand.start.get();
}

NewServicePage *offerNewService(Stand &stand, bool seen)
{
    start(stand);
    const QUrl address(QStringLiteral("https://accounts.acme.example/auth/v1"));
    NewServicePage *page = stand.start->showNewService(
        {{.id = QStringLiteral("supabase"),
          .title = QStringLiteral("Supabase Auth"),
          .address = address,
          .seen = seen,
          .variables = {{.name = QStringLiteral("apikey"),
                         .label = QStringLiteral("The project's publishable key"),
                         .required = true},
                        {.name = QStringLiteral("redirect"),
                         .label = QStringLiteral("Where the mailed link leads; has to be on the "
                                                 "project's list"),
                         .fallback = QStringLiteral("latchkey://reset")}}},
         {.id = QStringLiteral("firebase"),
          .title = QStringLiteral("Firebase Identity Toolkit"),
          .address = address,
          .tried = true}});
    stand.start->show();
    return page;
}

QWidget *newService(Stand &stand)
{
    offerNewService(stand, true);
    return stand.start.get();
}

QWidget *newServiceUnknown(Stand &stand)
{
    offerNewService(stand, false);
    return stand.start.get();
}

QWidget *newServiceDoubted(Stand &stand)
{
    offerNewService(stand, true)
        ->showDoubt(QStringLiteral("step 1: status 404, which the profile does not know"));
    return stand.start.get();
}

QWidget *mailboxEmpty(Stand &stand)
{
    stand.mailbox = std::make_unique<DemoMailbox>();
    stand.mailbox->show();
    return stand.mailbox.get();
}

QWidget *mailbox(Stand &stand)
{
    mailboxEmpty(stand);
    for (const char *subject : {"Your address at the demo service", "Your password"}) {
        stand.mailbox->addMail(
            {.subject = QLatin1String(subject),
             .sent = QDateTime(QDate(2030, 3, 17), QTime(17, 46)),
             .text = QStringLiteral("Hello,\n\nsomebody asked for a new password for your account. "
                                    "Open this link:\n\n") +
                     QLatin1String(WindowKit::link()) +
                     QStringLiteral("\n\nOr type this code:\n\nWDJB-MJHT\n")});
    }
    return stand.mailbox.get();
}

QWidget *settings(Stand &stand)
{
    stand.settings = std::make_unique<SettingsDialog>();
    stand.settings->showLanguages({QStringLiteral("de"), QStringLiteral("en")}, {});
    stand.settings->links().showOpener(LinksPanel::Opener::Nobody);
    stand.settings->show();
    return stand.settings.get();
}

QWidget *settingsAnother(Stand &stand)
{
    const QString rival = QStringLiteral("Latchkey (/home/alice/Downloads/latchkey/bin/latchkey)");
    settings(stand);
    stand.settings->links().showOpener(LinksPanel::Opener::Another, rival);
    stand.settings->links().showLost(rival);
    return stand.settings.get();
}

QWidget *settingsOurs(Stand &stand)
{
    settings(stand);
    stand.settings->links().showOpener(LinksPanel::Opener::ThisProgram);
    stand.settings->links().showCameBack();
    return stand.settings.get();
}

QWidget *about(Stand &stand)
{
    stand.about = std::make_unique<AboutDialog>(QString());
    stand.about->show();
    return stand.about.get();
}

} // namespace

const QList<Exhibit> &exhibits()
{
    static const QList<Exhibit> all{
        {"welcome", welcome},
        {"faulty-configuration", faultyConfiguration},
        {"choice", choice},
        {"choice-for-a-link", choiceForALink},
        {"finding-a-service", findingAService},
        {"new-service", newService},
        {"new-service-unknown", newServiceUnknown},
        {"new-service-doubted", newServiceDoubted},
        {"asking", asking},
        {"asking-demo", demoAsking},
        {"asking-refused", askingRefused},
        {"asking-sending", askingSending},
        {"asking-limited", askingLimited},
        {"waiting", waiting},
        {"waiting-refused", waitingRefused},
        {"waiting-without-address", waitingWithoutAddress},
        {"address-for-code", addressForCode},
        {"judging", judging},
        {"dead-link-expired", deadLinkExpired},
        {"dead-link-other-service", deadLinkOtherService},
        {"choosing", choosing},
        {"choosing-typed", choosingTyped},
        {"choosing-twice-held-link", choosingTwiceWithHeldLink},
        {"choosing-saving", choosingSaving},
        {"done", done},
        {"confirming", confirming},
        {"confirmed", confirmed},
        {"withdrawing", withdrawing},
        {"withdrawn", withdrawn},
        {"trouble", trouble},
        {"trouble-details", troubleWithDetails},
        {"closing", closing},
        {"closing-pending", closingPending},
        {"mailbox-empty", mailboxEmpty},
        {"mailbox", mailbox},
        {"settings", settings},
        {"settings-another", settingsAnother},
        {"settings-ours", settingsOurs},
        {"about", about},
    };
    return all;
}

} // namespace latchkey
