<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>latchkey::AboutDialog</name>
    <message>
        <source>About Latchkey</source>
        <translation>Über Latchkey</translation>
    </message>
    <message>
        <source>Gets people back into their accounts.</source>
        <translation>Bringt Menschen zurück in ihre Konten.</translation>
    </message>
    <message>
        <source>Free software under the GNU General Public License, version 3 or later: you may use it, look into it, change it and pass it on. It comes without warranty.</source>
        <translation>Freie Software unter der GNU General Public License, Version 3 oder neuer: Sie dürfen sie benutzen, untersuchen, verändern und weitergeben. Eine Gewähr gibt es nicht.</translation>
    </message>
    <message>
        <source>What it is made of</source>
        <translation>Woraus es besteht</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Bestandteil</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Copy diagnosis</source>
        <translation>Diagnose kopieren</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Latchkey %1</source>
        <translation>Latchkey %1</translation>
    </message>
    <message>
        <source>A diagnosis without personal data was copied. Paste it into a message to your administrator.</source>
        <translation>Eine Diagnose ohne persönliche Daten wurde kopiert. Fügen Sie sie in eine Nachricht an Ihre Administration ein.</translation>
    </message>
</context>
<context>
    <name>latchkey::AddressForCodePage</name>
    <message>
        <source>Where was the code sent?</source>
        <translation>Wohin ging der Code?</translation>
    </message>
    <message>
        <source>A code works only together with the email address that it was sent to.</source>
        <translation>Ein Code gilt nur zusammen mit der E-Mail-Adresse, an die er geschickt wurde.</translation>
    </message>
    <message>
        <source>Email address</source>
        <translation>E-Mail-Adresse</translation>
    </message>
    <message>
        <source>name@example.com</source>
        <translation>name@example.com</translation>
    </message>
    <message>
        <source>The address that the code was sent to</source>
        <translation>Die Adresse, an die der Code geschickt wurde</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Einen Moment&#xa0;…</translation>
    </message>
</context>
<context>
    <name>latchkey::AskPage</name>
    <message>
        <source>Get back into your account</source>
        <translation>Zurück in Ihr Konto</translation>
    </message>
    <message>
        <source>Tell us your email address. We send you a link to choose a new password.</source>
        <translation>Geben Sie Ihre E-Mail-Adresse an. Wir schicken Ihnen einen Link, mit dem Sie ein neues Passwort wählen.</translation>
    </message>
    <message>
        <source>Email address</source>
        <translation>E-Mail-Adresse</translation>
    </message>
    <message>
        <source>name@example.com</source>
        <translation>name@example.com</translation>
    </message>
    <message>
        <source>The address that belongs to your account</source>
        <translation>Die Adresse, die zu Ihrem Konto gehört</translation>
    </message>
    <message>
        <source>Send reset link</source>
        <translation>Link senden</translation>
    </message>
    <message>
        <source>I already have a link or code</source>
        <translation>Ich habe schon einen Link oder Code</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Sending…</source>
        <translation>Wird gesendet&#xa0;…</translation>
    </message>
    <message>
        <source>Tell us your email address. We send you a code to choose a new password.</source>
        <translation>Geben Sie Ihre E-Mail-Adresse an. Wir schicken Ihnen einen Code, mit dem Sie ein neues Passwort wählen.</translation>
    </message>
    <message>
        <source>Send reset code</source>
        <translation>Code senden</translation>
    </message>
</context>
<context>
    <name>latchkey::ChoicePage</name>
    <message>
        <source>Services</source>
        <translation>Dienste</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Add a service</source>
        <translation>Einen Dienst hinzufügen</translation>
    </message>
    <message>
        <source>Which account is it?</source>
        <translation>Um welches Konto geht es?</translation>
    </message>
    <message>
        <source>Your new password will go to the service that you choose, and nowhere else.</source>
        <translation>Ihr neues Passwort geht an den Dienst, den Sie wählen, und nirgendwohin sonst.</translation>
    </message>
    <message>
        <source>Who sent you this link?</source>
        <translation>Von wem ist dieser Link?</translation>
    </message>
    <message>
        <source>It could be from any of these. Nothing has been sent to them yet.</source>
        <translation>Er kann von jedem dieser Dienste sein. Noch wurde keinem etwas gesendet.</translation>
    </message>
    <message>
        <source>This link is from none of these</source>
        <translation>Dieser Link ist von keinem dieser Dienste</translation>
    </message>
    <message>
        <source>Open it on the computer where you asked for it, or choose the service here and ask for a new one.</source>
        <translation>Öffnen Sie ihn auf dem Computer, auf dem Sie ihn angefordert haben, oder wählen Sie hier den Dienst und fordern Sie einen neuen an.</translation>
    </message>
</context>
<context>
    <name>latchkey::ClosingPage</name>
    <message>
        <source>Sending mail…</source>
        <translation>E-Mail wird gesendet&#xa0;…</translation>
    </message>
    <message>
        <source>Close anyway</source>
        <translation>Trotzdem schließen</translation>
    </message>
    <message>
        <source>The window closes by itself in a few seconds.</source>
        <translation>Das Fenster schließt sich in wenigen Sekunden von selbst.</translation>
    </message>
    <message numerus="yes">
        <source>%n mail(s) could not be sent yet</source>
        <translation>
            <numerusform>%n E-Mail konnte noch nicht gesendet werden</numerusform>
            <numerusform>%n E-Mails konnten noch nicht gesendet werden</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing is lost: the next start of the program sends what is waiting.</source>
        <translation>Es geht nichts verloren: Beim nächsten Start des Programms wird gesendet, was noch wartet.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>latchkey::ConfirmPage</name>
    <message>
        <source>Is this your address?</source>
        <translation>Ist das Ihre Adresse?</translation>
    </message>
    <message>
        <source>Yes, this is my address</source>
        <translation>Ja, das ist meine Adresse</translation>
    </message>
    <message>
        <source>Not mine</source>
        <translation>Nicht meine</translation>
    </message>
    <message>
        <source>%1 asks whether this address is yours. Only then can a forgotten password be reset with it.</source>
        <translation>%1 fragt, ob diese Adresse Ihnen gehört. Nur dann lässt sich mit ihr ein vergessenes Passwort zurücksetzen.</translation>
    </message>
    <message>
        <source>You can answer until %1.</source>
        <translation>Sie können bis %1 antworten.</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Wird gespeichert&#xa0;…</translation>
    </message>
</context>
<context>
    <name>latchkey::DeadLinkPage</name>
    <message>
        <source>Email address</source>
        <translation>E-Mail-Adresse</translation>
    </message>
    <message>
        <source>name@example.com</source>
        <translation>name@example.com</translation>
    </message>
    <message>
        <source>The address that belongs to your account</source>
        <translation>Die Adresse, die zu Ihrem Konto gehört</translation>
    </message>
    <message>
        <source>Send a new link</source>
        <translation>Neuen Link senden</translation>
    </message>
    <message>
        <source>Paste the link again</source>
        <translation>Link noch einmal einfügen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Type the code again</source>
        <translation>Code noch einmal eingeben</translation>
    </message>
    <message>
        <source>Help: %1</source>
        <translation>Hilfe: %1</translation>
    </message>
    <message>
        <source>Sending…</source>
        <translation>Wird gesendet&#xa0;…</translation>
    </message>
</context>
<context>
    <name>latchkey::Demo</name>
    <message>
        <source>Demo service</source>
        <translation>Demo-Dienst</translation>
    </message>
</context>
<context>
    <name>latchkey::DemoMailbox</name>
    <message>
        <source>Demo mailbox</source>
        <translation>Demo-Postfach</translation>
    </message>
    <message>
        <source>Mails of the demo arrive here and nowhere else. Open the link, or type the code in the other window.</source>
        <translation>E-Mails der Demo kommen nur hier an. Öffnen Sie den Link oder geben Sie den Code im anderen Fenster ein.</translation>
    </message>
    <message>
        <source>No mail yet. Ask for a reset link in the other window.</source>
        <translation>Noch keine E-Mail. Fordern Sie im anderen Fenster einen Link an.</translation>
    </message>
    <message>
        <source>Mails</source>
        <translation>E-Mails</translation>
    </message>
    <message>
        <source>Text of the mail</source>
        <translation>Text der E-Mail</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>time and subject</comment>
        <translation>%1, %2</translation>
    </message>
</context>
<context>
    <name>latchkey::DonePage</name>
    <message>
        <source>Your password is changed</source>
        <translation>Ihr Passwort ist geändert</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>From now on, sign in to %1 as %2 with your new password.</source>
        <translation>Melden Sie sich ab jetzt bei %1 als %2 mit Ihrem neuen Passwort an.</translation>
    </message>
    <message>
        <source>Other devices were signed out.</source>
        <translation>Andere Geräte wurden abgemeldet.</translation>
    </message>
    <message>
        <source>A notice about this goes to your mail.</source>
        <translation>Eine Mitteilung darüber geht an Ihre E-Mail-Adresse.</translation>
    </message>
    <message>
        <source>This was not you? Ask for a reset link at once, and tell your service desk.</source>
        <translation>Sie waren das nicht? Fordern Sie sofort einen Link an und sagen Sie Ihrem Servicedesk Bescheid.</translation>
    </message>
    <message>
        <source>This was not you? Tell your service desk at once: %1</source>
        <translation>Sie waren das nicht? Sagen Sie sofort Ihrem Servicedesk Bescheid: %1</translation>
    </message>
    <message>
        <source>Your address is confirmed</source>
        <translation>Ihre Adresse ist bestätigt</translation>
    </message>
    <message>
        <source>If you ever forget your password at %1, a link can be sent to %2.</source>
        <translation>Falls Sie Ihr Passwort bei %1 einmal vergessen, kann ein Link an %2 geschickt werden.</translation>
    </message>
    <message>
        <source>your address</source>
        <translation>Ihre Adresse</translation>
    </message>
    <message>
        <source>From now on, sign in to %1 with your new password.</source>
        <translation>Melden Sie sich bei %1 von jetzt an mit Ihrem neuen Passwort an.</translation>
    </message>
    <message>
        <source>The request is withdrawn</source>
        <translation>Die Anfrage ist zurückgezogen</translation>
    </message>
    <message>
        <source>Its link and its code no longer work. Your password is as it was.</source>
        <translation>Ihr Link und ihr Code gelten nicht mehr. Ihr Passwort ist, wie es war.</translation>
    </message>
    <message>
        <source>If this happens again, tell the people who look after your account.</source>
        <translation>Wenn es wieder vorkommt, sagen Sie denen Bescheid, die Ihr Konto betreuen.</translation>
    </message>
    <message>
        <source>If this happens again, tell your service desk: %1</source>
        <translation>Wenn es wieder vorkommt, sagen Sie Ihrem Servicedesk Bescheid: %1</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>Fertig</translation>
    </message>
</context>
<context>
    <name>latchkey::FailureText</name>
    <message>
        <source>the database of accounts</source>
        <translation>die Datenbank der Konten</translation>
    </message>
    <message>
        <source>the file</source>
        <translation>die Datei</translation>
    </message>
    <message>
        <source>Please tell your administrator.</source>
        <translation>Bitte sagen Sie Ihrer Administration Bescheid.</translation>
    </message>
    <message>
        <source>This is not a complete email address.</source>
        <translation>Das ist keine vollständige E-Mail-Adresse.</translation>
    </message>
    <message>
        <source>It should look like name@example.com.</source>
        <translation>Sie sollte so aussehen: name@example.com.</translation>
    </message>
    <message>
        <source>There is no link or code in this text.</source>
        <translation>In diesem Text ist kein Link oder Code.</translation>
    </message>
    <message>
        <source>Copy the whole link from the mail, or type the code that stands below it.</source>
        <translation>Kopieren Sie den ganzen Link aus der E-Mail oder geben Sie den Code ein, der darunter steht.</translation>
    </message>
    <message>
        <source>Part of this link is missing.</source>
        <translation>Ein Teil dieses Links fehlt.</translation>
    </message>
    <message>
        <source>Copy it again from its first to its last character, or type the code from the mail.</source>
        <translation>Kopieren Sie ihn noch einmal vom ersten bis zum letzten Zeichen oder geben Sie den Code aus der E-Mail ein.</translation>
    </message>
    <message>
        <source>A code has eight letters, such as WDJB-MJHT.</source>
        <translation>Ein Code hat acht Buchstaben, zum Beispiel WDJB-MJHT.</translation>
    </message>
    <message>
        <source>Type it as it stands in the mail. Capitals and dashes do not matter.</source>
        <translation>Geben Sie ihn so ein, wie er in der E-Mail steht. Großschreibung und Striche sind gleichgültig.</translation>
    </message>
    <message>
        <source>This link expired %1.</source>
        <translation>Dieser Link ist %1 abgelaufen.</translation>
    </message>
    <message>
        <source>Let us send you a new one. It works as soon as it arrives.</source>
        <translation>Lassen Sie sich einen neuen schicken. Er gilt, sobald er ankommt.</translation>
    </message>
    <message>
        <source>This link has already been used.</source>
        <translation>Dieser Link wurde schon verwendet.</translation>
    </message>
    <message>
        <source>If you have just changed your password, sign in with the new one. Otherwise ask for a new link.</source>
        <translation>Wenn Sie Ihr Passwort gerade geändert haben, melden Sie sich mit dem neuen an. Sonst fordern Sie einen neuen Link an.</translation>
    </message>
    <message>
        <source>This link was damaged on its way.</source>
        <translation>Dieser Link wurde unterwegs beschädigt.</translation>
    </message>
    <message>
        <source>Copy it once more from the mail, or ask for a new link.</source>
        <translation>Kopieren Sie ihn noch einmal aus der E-Mail oder fordern Sie einen neuen an.</translation>
    </message>
    <message>
        <source>This link is for something else.</source>
        <translation>Dieser Link ist für etwas anderes.</translation>
    </message>
    <message>
        <source>It confirms an address and cannot change a password. Ask for a link to reset your password.</source>
        <translation>Er bestätigt eine Adresse und kann kein Passwort ändern. Fordern Sie einen Link für Ihr Passwort an.</translation>
    </message>
    <message>
        <source>This link seems to come from the future.</source>
        <translation>Dieser Link scheint aus der Zukunft zu kommen.</translation>
    </message>
    <message>
        <source>The clock of this computer is probably about %1 slow. Set it right and open the link again.</source>
        <translation>Die Uhr dieses Computers geht vermutlich etwa %1 nach. Stellen Sie sie richtig und öffnen Sie den Link noch einmal.</translation>
    </message>
    <message>
        <source>This link was withdrawn.</source>
        <translation>Dieser Link wurde zurückgezogen.</translation>
    </message>
    <message>
        <source>You or your service desk took it back. If you still need it, ask for a new one.</source>
        <translation>Sie oder Ihr Servicedesk haben ihn zurückgenommen. Wenn Sie ihn noch brauchen, fordern Sie einen neuen an.</translation>
    </message>
    <message>
        <source>This link is for another service.</source>
        <translation>Dieser Link ist für einen anderen Dienst.</translation>
    </message>
    <message>
        <source>Open it on the computer where you asked for it.</source>
        <translation>Öffnen Sie ihn auf dem Computer, an dem Sie ihn angefordert haben.</translation>
    </message>
    <message>
        <source>This computer does not know “%1”. Open the link on the computer where you asked for it.</source>
        <translation>Dieser Computer kennt „%1“ nicht. Öffnen Sie den Link auf dem Computer, an dem Sie ihn angefordert haben.</translation>
    </message>
    <message>
        <source>This link was made on another computer.</source>
        <translation>Dieser Link stammt von einem anderen Computer.</translation>
    </message>
    <message>
        <source>Open it there, or ask for a new link here.</source>
        <translation>Öffnen Sie ihn dort oder fordern Sie hier einen neuen an.</translation>
    </message>
    <message>
        <source>The clock of this computer is wrong.</source>
        <translation>Die Uhr dieses Computers geht falsch.</translation>
    </message>
    <message>
        <source>It is about %1 behind. Set it right and try again.</source>
        <translation>Sie geht etwa %1 nach. Stellen Sie sie richtig und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>This code was not accepted.</source>
        <translation>Dieser Code wurde nicht angenommen.</translation>
    </message>
    <message>
        <source>It may be mistyped or too old. Check it against the newest mail, or ask for a new one.</source>
        <translation>Vielleicht ist er vertippt oder zu alt. Vergleichen Sie ihn mit der neuesten E-Mail oder fordern Sie einen neuen an.</translation>
    </message>
    <message>
        <source>There were many tries from this device.</source>
        <translation>Von diesem Gerät kamen viele Versuche.</translation>
    </message>
    <message>
        <source>You can try again %1.</source>
        <translation>Sie können es %1 wieder versuchen.</translation>
    </message>
    <message>
        <source>You can try again now.</source>
        <translation>Sie können es jetzt wieder versuchen.</translation>
    </message>
    <message>
        <source>This account cannot be recovered at the moment.</source>
        <translation>Dieses Konto lässt sich zurzeit nicht wiederherstellen.</translation>
    </message>
    <message>
        <source>It may have been closed or locked. Your service desk can help.</source>
        <translation>Vielleicht wurde es geschlossen oder gesperrt. Ihr Servicedesk kann helfen.</translation>
    </message>
    <message>
        <source>There is no password yet.</source>
        <translation>Noch ist kein Passwort da.</translation>
    </message>
    <message>
        <source>Type one, or let us suggest one.</source>
        <translation>Geben Sie eines ein oder lassen Sie sich eines vorschlagen.</translation>
    </message>
    <message>
        <source>This password is too short.</source>
        <translation>Dieses Passwort ist zu kurz.</translation>
    </message>
    <message>
        <source>Add a few more characters or another word.</source>
        <translation>Fügen Sie ein paar Zeichen oder ein weiteres Wort hinzu.</translation>
    </message>
    <message>
        <source>Use at least %1 characters.</source>
        <translation>Verwenden Sie mindestens %1 Zeichen.</translation>
    </message>
    <message>
        <source>This text is too long for a password.</source>
        <translation>Dieser Text ist zu lang für ein Passwort.</translation>
    </message>
    <message>
        <source>Use a shorter one. Nothing was cut off.</source>
        <translation>Verwenden Sie einen kürzeren. Es wurde nichts abgeschnitten.</translation>
    </message>
    <message>
        <source>At most %1 bytes fit. Nothing was cut off.</source>
        <translation>Höchstens %1 Byte passen hinein. Es wurde nichts abgeschnitten.</translation>
    </message>
    <message>
        <source>This text holds a character that cannot be typed again.</source>
        <translation>Dieser Text enthält ein Zeichen, das sich nicht wieder eingeben lässt.</translation>
    </message>
    <message>
        <source>Leave out line breaks and control characters.</source>
        <translation>Lassen Sie Zeilenumbrüche und Steuerzeichen weg.</translation>
    </message>
    <message>
        <source>The two passwords are not the same.</source>
        <translation>Die beiden Passwörter sind nicht gleich.</translation>
    </message>
    <message>
        <source>Type the second one again.</source>
        <translation>Geben Sie das zweite noch einmal ein.</translation>
    </message>
    <message>
        <source>The service did not accept this password.</source>
        <translation>Der Dienst hat dieses Passwort nicht angenommen.</translation>
    </message>
    <message>
        <source>The service says: %1</source>
        <translation>Der Dienst sagt: %1</translation>
    </message>
    <message>
        <source>Choose a different one.</source>
        <translation>Wählen Sie ein anderes.</translation>
    </message>
    <message>
        <source>This computer is offline.</source>
        <translation>Dieser Computer ist offline.</translation>
    </message>
    <message>
        <source>Connect it to the network and try again.</source>
        <translation>Verbinden Sie ihn mit dem Netz und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The service does not answer.</source>
        <translation>Der Dienst antwortet nicht.</translation>
    </message>
    <message>
        <source>Try again in a few minutes. Nothing was changed.</source>
        <translation>Versuchen Sie es in ein paar Minuten noch einmal. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>The service could not prove that it is the right one.</source>
        <translation>Der Dienst konnte nicht beweisen, dass er der richtige ist.</translation>
    </message>
    <message>
        <source>Nothing was sent. Please tell your administrator before you go on.</source>
        <translation>Es wurde nichts gesendet. Bitte sagen Sie Ihrer Administration Bescheid, bevor Sie weitermachen.</translation>
    </message>
    <message>
        <source>The service continues in your browser.</source>
        <translation>Der Dienst macht in Ihrem Browser weiter.</translation>
    </message>
    <message>
        <source>Open its page there and follow the steps.</source>
        <translation>Öffnen Sie dort seine Seite und folgen Sie den Schritten.</translation>
    </message>
    <message>
        <source>The service took too long to answer.</source>
        <translation>Der Dienst hat zu lange für eine Antwort gebraucht.</translation>
    </message>
    <message>
        <source>Try again in a moment. Nothing was changed.</source>
        <translation>Versuchen Sie es gleich noch einmal. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>The accounts of this service are not on this computer.</source>
        <translation>Die Konten dieses Dienstes sind nicht auf diesem Computer.</translation>
    </message>
    <message>
        <source>Your administrator can check this place: %1.</source>
        <translation>Ihre Administration kann hier nachsehen: %1.</translation>
    </message>
    <message>
        <source>This computer may not read the accounts.</source>
        <translation>Dieser Computer darf die Konten nicht lesen.</translation>
    </message>
    <message>
        <source>Your administrator can allow it for %1.</source>
        <translation>Ihre Administration kann es hierfür erlauben: %1.</translation>
    </message>
    <message>
        <source>Changes cannot be saved on this computer.</source>
        <translation>Auf diesem Computer lassen sich Änderungen nicht speichern.</translation>
    </message>
    <message>
        <source>Your administrator can allow writing to %1.</source>
        <translation>Ihre Administration kann das Schreiben hier erlauben: %1.</translation>
    </message>
    <message>
        <source>The accounts are not kept safely here.</source>
        <translation>Die Konten liegen hier nicht sicher.</translation>
    </message>
    <message>
        <source>Others may read or change %1. Your administrator can put it right.</source>
        <translation>Andere dürfen dies lesen oder ändern: %1. Ihre Administration kann es richtigstellen.</translation>
    </message>
    <message>
        <source>The accounts cannot be read: the file is damaged.</source>
        <translation>Die Konten lassen sich nicht lesen: Die Datei ist beschädigt.</translation>
    </message>
    <message>
        <source>Nothing was written. Your administrator can restore a backup of %1.</source>
        <translation>Es wurde nichts geschrieben. Ihre Administration kann hiervon eine Sicherung einspielen: %1.</translation>
    </message>
    <message>
        <source>The accounts are kept in a form that this program does not know.</source>
        <translation>Die Konten liegen in einer Form vor, die dieses Programm nicht kennt.</translation>
    </message>
    <message>
        <source>Your administrator can check %1.</source>
        <translation>Ihre Administration kann dies prüfen: %1.</translation>
    </message>
    <message>
        <source>A newer version of this program is needed.</source>
        <translation>Eine neuere Version dieses Programms ist nötig.</translation>
    </message>
    <message>
        <source>Please install the update. A newer version wrote %1.</source>
        <translation>Bitte spielen Sie die Aktualisierung ein. Von einer neueren Version stammt: %1.</translation>
    </message>
    <message>
        <source>The accounts are in use by another program.</source>
        <translation>Die Konten werden gerade von einem anderen Programm benutzt.</translation>
    </message>
    <message>
        <source>There is no room left on this computer.</source>
        <translation>Auf diesem Computer ist kein Platz mehr.</translation>
    </message>
    <message>
        <source>Nothing was changed. Free some disk space and try again.</source>
        <translation>Es wurde nichts geändert. Schaffen Sie Speicherplatz und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The accounts could not be read or saved.</source>
        <translation>Die Konten ließen sich nicht lesen oder speichern.</translation>
    </message>
    <message>
        <source>Nothing was changed. Try again, and tell your administrator if it stays so.</source>
        <translation>Es wurde nichts geändert. Versuchen Sie es noch einmal und sagen Sie Ihrer Administration Bescheid, wenn es so bleibt.</translation>
    </message>
    <message>
        <source>The keys of this service cannot be reached.</source>
        <translation>Die Schlüssel dieses Dienstes sind nicht erreichbar.</translation>
    </message>
    <message>
        <source>No keyring is running in this session. Your administrator can start one or use a credential file.</source>
        <translation>In dieser Sitzung läuft kein Schlüsselbund. Ihre Administration kann einen starten oder eine Schlüsseldatei verwenden.</translation>
    </message>
    <message>
        <source>The keyring is locked.</source>
        <translation>Der Schlüsselbund ist gesperrt.</translation>
    </message>
    <message>
        <source>Unlock it and try again.</source>
        <translation>Entsperren Sie ihn und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>A key of this service is missing.</source>
        <translation>Ein Schlüssel dieses Dienstes fehlt.</translation>
    </message>
    <message>
        <source>Your administrator can restore or replace it: %1.</source>
        <translation>Ihre Administration kann ihn wiederherstellen oder ersetzen: %1.</translation>
    </message>
    <message>
        <source>the signing key</source>
        <translation>der Signaturschlüssel</translation>
    </message>
    <message>
        <source>A key of this service cannot be used.</source>
        <translation>Ein Schlüssel dieses Dienstes ist nicht verwendbar.</translation>
    </message>
    <message>
        <source>Your administrator can replace it: %1.</source>
        <translation>Ihre Administration kann ihn ersetzen: %1.</translation>
    </message>
    <message>
        <source>The keys of this service are not kept safely.</source>
        <translation>Die Schlüssel dieses Dienstes liegen nicht sicher.</translation>
    </message>
    <message>
        <source>Others may read %1. Your administrator can put it right.</source>
        <translation>Andere dürfen dies lesen: %1. Ihre Administration kann es richtigstellen.</translation>
    </message>
    <message>
        <source>The mail server refused the message.</source>
        <translation>Der Mailserver hat die Nachricht abgelehnt.</translation>
    </message>
    <message>
        <source>Check the address and the sender, then try again.</source>
        <translation>Prüfen Sie Adresse und Absender und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The mail is waiting for its server.</source>
        <translation>Die E-Mail wartet auf ihren Server.</translation>
    </message>
    <message>
        <source>It is sent by itself as soon as the server takes it.</source>
        <translation>Sie geht von selbst hinaus, sobald der Server sie annimmt.</translation>
    </message>
    <message>
        <source>The mail server offers no safe connection.</source>
        <translation>Der Mailserver bietet keine sichere Verbindung.</translation>
    </message>
    <message>
        <source>Nothing was sent. Please check its certificate and the mail settings.</source>
        <translation>Es wurde nichts gesendet. Bitte prüfen Sie sein Zertifikat und die Mail-Einstellungen.</translation>
    </message>
    <message>
        <source>Mail is not set up completely.</source>
        <translation>E-Mail ist nicht vollständig eingerichtet.</translation>
    </message>
    <message>
        <source>Please check the mail section of the configuration.</source>
        <translation>Bitte prüfen Sie den Mail-Abschnitt der Konfiguration.</translation>
    </message>
    <message>
        <source>The configuration has a mistake.</source>
        <translation>Die Konfiguration enthält einen Fehler.</translation>
    </message>
    <message>
        <source>Look here: %1.</source>
        <translation>Sehen Sie hier nach: %1.</translation>
    </message>
    <message>
        <source>the configuration file</source>
        <translation>die Konfigurationsdatei</translation>
    </message>
    <message>
        <source>A file cannot be read.</source>
        <translation>Eine Datei lässt sich nicht lesen.</translation>
    </message>
    <message>
        <source>Check that it exists and may be read: %1.</source>
        <translation>Prüfen Sie, ob sie vorhanden ist und gelesen werden darf: %1.</translation>
    </message>
    <message>
        <source>A file has a mistake.</source>
        <translation>Eine Datei enthält einen Fehler.</translation>
    </message>
    <message>
        <source>There is no such account.</source>
        <translation>Es gibt kein solches Konto.</translation>
    </message>
    <message>
        <source>Check the address.</source>
        <translation>Prüfen Sie die Adresse.</translation>
    </message>
    <message>
        <source>There is already an account with this address.</source>
        <translation>Es gibt schon ein Konto mit dieser Adresse.</translation>
    </message>
    <message>
        <source>Use another address, or change the existing account.</source>
        <translation>Verwenden Sie eine andere Adresse oder ändern Sie das vorhandene Konto.</translation>
    </message>
    <message>
        <source>Two accounts match this address.</source>
        <translation>Zwei Konten passen zu dieser Adresse.</translation>
    </message>
    <message>
        <source>An administrator has to give one of them another address.</source>
        <translation>Die Administration muss einem davon eine andere Adresse geben.</translation>
    </message>
    <message>
        <source>This address was never confirmed.</source>
        <translation>Diese Adresse wurde nie bestätigt.</translation>
    </message>
    <message>
        <source>Confirm it first; then its password can be reset.</source>
        <translation>Bestätigen Sie sie zuerst; dann lässt sich das Passwort zurücksetzen.</translation>
    </message>
    <message>
        <source>A stored password is in a form that this program does not read.</source>
        <translation>Ein gespeichertes Passwort liegt in einer Form vor, die dieses Programm nicht liest.</translation>
    </message>
    <message>
        <source>A new password can still be set by a reset.</source>
        <translation>Ein neues Passwort lässt sich trotzdem setzen.</translation>
    </message>
    <message>
        <source>This was not understood.</source>
        <translation>Das wurde nicht verstanden.</translation>
    </message>
    <message>
        <source>See the help for what is possible.</source>
        <translation>Die Hilfe zeigt, was möglich ist.</translation>
    </message>
    <message>
        <source>This was stopped.</source>
        <translation>Das wurde abgebrochen.</translation>
    </message>
    <message>
        <source>Nothing was changed. You can try again.</source>
        <translation>Es wurde nichts geändert. Sie können es noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Something went wrong in this program.</source>
        <translation>In diesem Programm ist etwas schiefgegangen.</translation>
    </message>
    <message>
        <source>Try again. If it stays so, copy the details for your administrator.</source>
        <translation>Versuchen Sie es noch einmal. Wenn es so bleibt, kopieren Sie die Details für Ihre Administration.</translation>
    </message>
    <message>
        <source>This link has expired.</source>
        <translation>Dieser Link ist abgelaufen.</translation>
    </message>
    <message>
        <source>The service did not accept this link.</source>
        <translation>Der Dienst hat diesen Link nicht angenommen.</translation>
    </message>
    <message>
        <source>It may be too old, used already, or cut short. Copy it once more from the newest mail, or ask for a new link.</source>
        <translation>Er kann zu alt, schon benutzt oder abgeschnitten sein. Kopieren Sie ihn noch einmal aus der neuesten E-Mail, oder fordern Sie einen neuen Link an.</translation>
    </message>
    <message>
        <source>The connection broke before the service answered.</source>
        <translation>Die Verbindung brach ab, bevor der Dienst geantwortet hat.</translation>
    </message>
    <message>
        <source>It may have done what you asked. If you chose a new password, try to sign in with it before you try again.</source>
        <translation>Vielleicht hat er getan, worum Sie gebeten haben. Wenn Sie ein neues Passwort gewählt haben, versuchen Sie, sich damit anzumelden, bevor Sie es noch einmal versuchen.</translation>
    </message>
    <message>
        <source>This is not the address of a web service.</source>
        <translation>Das ist keine Adresse eines Dienstes im Web.</translation>
    </message>
    <message>
        <source>It should look like https://cloud.example.org.</source>
        <translation>Sie sollte aussehen wie https://cloud.example.org.</translation>
    </message>
    <message>
        <source>This link works only where it was asked for.</source>
        <translation>Dieser Link gilt nur dort, wo er angefordert wurde.</translation>
    </message>
    <message>
        <source>Open it on that computer, signed in as the same user, or ask for a new link here. Your service desk can help as well.</source>
        <translation>Öffnen Sie ihn an jenem Computer, angemeldet wie damals, oder fordern Sie hier einen neuen Link an. Auch Ihr Servicedesk kann helfen.</translation>
    </message>
    <message>
        <source>Links cannot be tied to this computer at the moment.</source>
        <translation>Links lassen sich im Moment nicht an diesen Computer binden.</translation>
    </message>
    <message>
        <source>That takes your keyring. Unlock it and try again; nothing was sent or changed. If it stays so, your service desk can help.</source>
        <translation>Dafür wird Ihr Schlüsselbund gebraucht. Entsperren Sie ihn und versuchen Sie es noch einmal; es wurde nichts gesendet oder geändert. Bleibt es dabei, kann Ihr Servicedesk helfen.</translation>
    </message>
</context>
<context>
    <name>latchkey::FindServicePage</name>
    <message>
        <source>Add a service</source>
        <translation>Einen Dienst hinzufügen</translation>
    </message>
    <message>
        <source>Where is it on the web? Type the address that you know it by. It is asked what it is; nothing else is sent.</source>
        <translation>Wo im Web ist er? Geben Sie die Adresse ein, unter der Sie ihn kennen. Er wird gefragt, was er ist; sonst wird nichts gesendet.</translation>
    </message>
    <message>
        <source>Address of the service</source>
        <translation>Adresse des Dienstes</translation>
    </message>
    <message>
        <source>Begins with https</source>
        <translation>Beginnt mit https</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Asking it…</source>
        <translation>Wird gefragt …</translation>
    </message>
</context>
<context>
    <name>latchkey::Header</name>
    <message>
        <source>Demo</source>
        <translation>Demo</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>%1 (demo)</source>
        <translation>%1 (Demo)</translation>
    </message>
    <message>
        <source>Report this to your administrator</source>
        <translation>Der Administration melden</translation>
    </message>
    <message>
        <source>About Latchkey</source>
        <translation>Über Latchkey</translation>
    </message>
    <message>
        <source>Other services</source>
        <translation>Andere Dienste</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
</context>
<context>
    <name>latchkey::JudgingPage</name>
    <message>
        <source>Checking your link…</source>
        <translation>Ihr Link wird geprüft&#xa0;…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>latchkey::KioskIdlePage</name>
    <message>
        <source>Are you still there?</source>
        <translation>Sind Sie noch da?</translation>
    </message>
    <message>
        <source>I need more time</source>
        <translation>Ich brauche mehr Zeit</translation>
    </message>
    <message>
        <source>Finish now</source>
        <translation>Jetzt beenden</translation>
    </message>
    <message numerus="yes">
        <source>In %n second(s) this visit ends, and everything that was typed here is wiped.</source>
        <translation>
            <numerusform>In %n Sekunde endet dieser Besuch, und alles, was hier getippt wurde, wird gelöscht.</numerusform>
            <numerusform>In %n Sekunden endet dieser Besuch, und alles, was hier getippt wurde, wird gelöscht.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>latchkey::KioskNoticePage</name>
    <message>
        <source>Begin</source>
        <translation>Beginnen</translation>
    </message>
    <message>
        <source>Wiping…</source>
        <translation>Wird gelöscht&#xa0;…</translation>
    </message>
    <message>
        <source>Mail that was promised is sent first.</source>
        <translation>Zuvor werden zugesagte Mails verschickt.</translation>
    </message>
    <message>
        <source>The last visit is wiped</source>
        <translation>Der letzte Besuch ist gelöscht</translation>
    </message>
    <message>
        <source>Memory: what was typed, pasted or shown is gone. The program has started anew.</source>
        <translation>Speicher: Was getippt, eingefügt oder gezeigt wurde, ist fort. Das Programm hat neu begonnen.</translation>
    </message>
    <message>
        <source>Clipboard and selection: emptied.</source>
        <translation>Zwischenablage und Auswahl: geleert.</translation>
    </message>
    <message>
        <source>Disk: nothing of the visit was put into settings, history or temporary files.</source>
        <translation>Festplatte: Nichts vom Besuch kam in Einstellungen, Verlauf oder temporäre Dateien.</translation>
    </message>
    <message>
        <source>The service itself keeps its own record of what was asked for.</source>
        <translation>Der Dienst selbst führt eigene Aufzeichnungen darüber, was angefordert wurde.</translation>
    </message>
    <message>
        <source>This kiosk is out of order</source>
        <translation>Dieser Kiosk ist außer Betrieb</translation>
    </message>
    <message>
        <source>Nothing can be done here at the moment. Please tell the people who look after it.</source>
        <translation>Hier geht im Moment nichts. Bitte sagen Sie denen Bescheid, die den Kiosk betreuen.</translation>
    </message>
</context>
<context>
    <name>latchkey::KioskPinPage</name>
    <message>
        <source>For administrators</source>
        <translation>Für die Administration</translation>
    </message>
    <message>
        <source>Your PIN ends the kiosk on this machine.</source>
        <translation>Ihre PIN beendet den Kiosk auf diesem Rechner.</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>End the kiosk</source>
        <translation>Kiosk beenden</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Too many wrong tries. The next one is possible %1.</source>
        <translation>Zu viele Fehlversuche. Der nächste ist %1 möglich.</translation>
    </message>
    <message>
        <source>This is not the PIN.</source>
        <translation>Das ist nicht die PIN.</translation>
    </message>
    <message>
        <source>The PIN could not be checked. The log says why.</source>
        <translation>Die PIN konnte nicht geprüft werden. Das Protokoll sagt, warum.</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Einen Moment&#xa0;…</translation>
    </message>
</context>
<context>
    <name>latchkey::KioskWindow</name>
    <message>
        <source>Start over and wipe</source>
        <translation>Neu beginnen und alles löschen</translation>
    </message>
</context>
<context>
    <name>latchkey::LinkBanner</name>
    <message>
        <source>Another link was opened.</source>
        <translation>Ein weiterer Link wurde geöffnet.</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Stay here</source>
        <translation>Hier bleiben</translation>
    </message>
</context>
<context>
    <name>latchkey::LinksPanel</name>
    <message>
        <source>Links in mails</source>
        <translation>Links in E-Mails</translation>
    </message>
    <message>
        <source>Open them with this program</source>
        <translation>Mit diesem Programm öffnen</translation>
    </message>
    <message>
        <source>Test with a harmless link</source>
        <translation>Mit einem harmlosen Link prüfen</translation>
    </message>
    <message>
        <source>A link in a mail that begins with &quot;latchkey:&quot; is opened by this program.</source>
        <translation>Ein Link in einer E-Mail, der mit „latchkey:“ beginnt, wird von diesem Programm geöffnet.</translation>
    </message>
    <message>
        <source>Nothing opens links that begin with &quot;latchkey:&quot; on your account yet.</source>
        <translation>Links, die mit „latchkey:“ beginnen, öffnet in Ihrem Benutzerkonto noch nichts.</translation>
    </message>
    <message>
        <source>Links that begin with &quot;latchkey:&quot; are opened by something else: %1</source>
        <translation>Links, die mit „latchkey:“ beginnen, öffnet etwas anderes: %1</translation>
    </message>
    <message>
        <source>A harmless link was opened. Waiting for it to come back…</source>
        <translation>Ein harmloser Link wurde geöffnet. Es wird gewartet, bis er zurückkommt …</translation>
    </message>
    <message>
        <source>The link came back. A click in a mail reaches this program.</source>
        <translation>Der Link kam zurück. Ein Klick in einer E-Mail erreicht dieses Programm.</translation>
    </message>
    <message>
        <source>Until this works, paste links instead of clicking them.</source>
        <translation>Bis das gelingt, fügen Sie Links ein, statt sie anzuklicken.</translation>
    </message>
    <message>
        <source>The link did not come back.</source>
        <translation>Der Link kam nicht zurück.</translation>
    </message>
    <message>
        <source>The link did not come back. It was given to %1.</source>
        <translation>Der Link kam nicht zurück. Er ging an %1.</translation>
    </message>
    <message>
        <source>This could not be changed: %1 cannot be written.</source>
        <translation>Das ließ sich nicht ändern: %1 kann nicht geschrieben werden.</translation>
    </message>
</context>
<context>
    <name>latchkey::MainWindow</name>
    <message>
        <source>%1: account recovery</source>
        <translation>%1: Zugang wiederherstellen</translation>
    </message>
    <message>
        <source>A diagnosis without personal data was copied. Paste it into a message to your administrator.</source>
        <translation>Eine Diagnose ohne persönliche Daten wurde kopiert. Fügen Sie sie in eine Nachricht an Ihre Administration ein.</translation>
    </message>
</context>
<context>
    <name>latchkey::NewServicePage</name>
    <message>
        <source>Check before you add it</source>
        <translation>Bitte vor dem Hinzufügen prüfen</translation>
    </message>
    <message>
        <source>Passwords will be sent to this host, and nowhere else:</source>
        <translation>Passwörter werden an diesen Host gesendet und nirgendwohin sonst:</translation>
    </message>
    <message>
        <source>What it is</source>
        <translation>Was er ist</translation>
    </message>
    <message>
        <source>Name to show</source>
        <translation>Angezeigter Name</translation>
    </message>
    <message>
        <source>People see it above the password field</source>
        <translation>Er steht über dem Passwortfeld</translation>
    </message>
    <message>
        <source>Add this service</source>
        <translation>Diesen Dienst hinzufügen</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Please choose</source>
        <translation>Bitte wählen</translation>
    </message>
    <message>
        <source>%1 (untried)</source>
        <translation>%1 (nicht erprobt)</translation>
    </message>
    <message>
        <source>It seems to be %1.</source>
        <translation>Es scheint %1 zu sein.</translation>
    </message>
    <message>
        <source>It does not say what it is. Choose what its administrator told you.</source>
        <translation>Er sagt nicht, was er ist. Wählen Sie, was sein Administrator Ihnen gesagt hat.</translation>
    </message>
    <message>
        <source>It did not answer as such a service does. Technical details: %1</source>
        <translation>Er hat nicht geantwortet, wie ein solcher Dienst antwortet. Technische Einzelheiten: %1</translation>
    </message>
    <message>
        <source>Add it anyway</source>
        <translation>Trotzdem hinzufügen</translation>
    </message>
    <message>
        <source>Trying it…</source>
        <translation>Wird ausprobiert …</translation>
    </message>
</context>
<context>
    <name>latchkey::PasswordEdit</name>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Alles auswählen</translation>
    </message>
</context>
<context>
    <name>latchkey::PasswordPage</name>
    <message>
        <source>Choose a new password</source>
        <translation>Neues Passwort wählen</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>Neues Passwort</translation>
    </message>
    <message>
        <source>New password, once more</source>
        <translation>Neues Passwort, noch einmal</translation>
    </message>
    <message>
        <source>Change my password</source>
        <translation>Passwort ändern</translation>
    </message>
    <message>
        <source>Suggest one</source>
        <translation>Eines vorschlagen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>For %1 at %2</source>
        <translation>Für %1 bei %2</translation>
    </message>
    <message>
        <source>A sentence that only you know is easy to keep. Spaces are welcome.</source>
        <translation>Ein Satz, den nur Sie kennen, ist leicht zu merken. Leerzeichen sind willkommen.</translation>
    </message>
    <message numerus="yes">
        <source>At most %n byte(s)</source>
        <translation>
            <numerusform>Höchstens %n Byte</numerusform>
            <numerusform>Höchstens %n Byte</numerusform>
        </translation>
    </message>
    <message>
        <source>No control characters</source>
        <translation>Keine Steuerzeichen</translation>
    </message>
    <message>
        <source>Both are the same</source>
        <translation>Beide sind gleich</translation>
    </message>
    <message numerus="yes">
        <source>At least %n character(s)</source>
        <translation>
            <numerusform>Mindestens %n Zeichen</numerusform>
            <numerusform>Mindestens %n Zeichen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %n more to go</source>
        <comment>rule, then missing characters</comment>
        <translation>
            <numerusform>%1, noch %n</numerusform>
            <numerusform>%1, noch %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Keep it safe before you go on: in your password manager, or on paper at home.</source>
        <translation>Bewahren Sie es gut auf, bevor Sie weitermachen: im Passwortmanager oder zu Hause auf Papier.</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Wird gespeichert&#xa0;…</translation>
    </message>
    <message>
        <source>For your account at %1 (%2)</source>
        <translation>Für Ihr Konto bei %1 (%2)</translation>
    </message>
</context>
<context>
    <name>latchkey::RepairText</name>
    <message>
        <source>taken out of the text around it</source>
        <translation>aus dem Text herausgelöst</translation>
    </message>
    <message>
        <source>freed from a stuck punctuation mark</source>
        <translation>von einem anhängenden Satzzeichen befreit</translation>
    </message>
    <message>
        <source>joined from several lines</source>
        <translation>aus mehreren Zeilen zusammengesetzt</translation>
    </message>
    <message>
        <source>freed from the mail&apos;s encoding</source>
        <translation>aus der Kodierung der E-Mail übersetzt</translation>
    </message>
    <message>
        <source>unwrapped from a protective link</source>
        <translation>aus einem Schutzlink ausgepackt</translation>
    </message>
    <message>
        <source>freed from web encoding</source>
        <translation>aus der Web-Kodierung übersetzt</translation>
    </message>
    <message>
        <source>freed from quotation marks of a forwarded mail</source>
        <translation>von Zitatzeichen einer weitergeleiteten E-Mail befreit</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between list items</comment>
        <translation>, </translation>
    </message>
    <message>
        <source>What you pasted was repaired: %1.</source>
        <translation>Ihr eingefügter Text wurde repariert: %1.</translation>
    </message>
</context>
<context>
    <name>latchkey::RevealButton</name>
    <message>
        <source>Hide the password</source>
        <translation>Passwort verbergen</translation>
    </message>
    <message>
        <source>Show the password</source>
        <translation>Passwort zeigen</translation>
    </message>
</context>
<context>
    <name>latchkey::RuleLabel</name>
    <message>
        <source>%1: met</source>
        <translation>%1: erfüllt</translation>
    </message>
    <message>
        <source>%1: not met yet</source>
        <translation>%1: noch nicht erfüllt</translation>
    </message>
</context>
<context>
    <name>latchkey::ServiceDescription</name>
    <message>
        <source>on this computer</source>
        <translation>auf diesem Computer</translation>
    </message>
</context>
<context>
    <name>latchkey::SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>As on this desktop</source>
        <translation>Wie auf diesem Rechner</translation>
    </message>
    <message>
        <source>Latchkey speaks it when it is started the next time.</source>
        <translation>Latchkey spricht sie, wenn es das nächste Mal gestartet wird.</translation>
    </message>
</context>
<context>
    <name>latchkey::SpokenTime</name>
    <message numerus="yes">
        <source>%n second(s)</source>
        <comment>how long</comment>
        <translation>
            <numerusform>%n Sekunde</numerusform>
            <numerusform>%n Sekunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <comment>how long</comment>
        <translation>
            <numerusform>%n Minute</numerusform>
            <numerusform>%n Minuten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <comment>how long</comment>
        <translation>
            <numerusform>%n Stunde</numerusform>
            <numerusform>%n Stunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <comment>how long</comment>
        <translation>
            <numerusform>%n Tag</numerusform>
            <numerusform>%n Tage</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n second(s) ago</source>
        <translation>
            <numerusform>vor %n Sekunde</numerusform>
            <numerusform>vor %n Sekunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s) ago</source>
        <translation>
            <numerusform>vor %n Minute</numerusform>
            <numerusform>vor %n Minuten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s) ago</source>
        <translation>
            <numerusform>vor %n Stunde</numerusform>
            <numerusform>vor %n Stunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) ago</source>
        <translation>
            <numerusform>vor %n Tag</numerusform>
            <numerusform>vor %n Tagen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n second(s)</source>
        <translation>
            <numerusform>in %n Sekunde</numerusform>
            <numerusform>in %n Sekunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n minute(s)</source>
        <translation>
            <numerusform>in %n Minute</numerusform>
            <numerusform>in %n Minuten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n hour(s)</source>
        <translation>
            <numerusform>in %n Stunde</numerusform>
            <numerusform>in %n Stunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n day(s)</source>
        <translation>
            <numerusform>in %n Tag</numerusform>
            <numerusform>in %n Tagen</numerusform>
        </translation>
    </message>
    <message>
        <source>today at %1</source>
        <translation>heute um %1</translation>
    </message>
    <message>
        <source>tomorrow at %1</source>
        <translation>morgen um %1</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <comment>date and time</comment>
        <translation>%1 um %2</translation>
    </message>
</context>
<context>
    <name>latchkey::StartWindow</name>
    <message>
        <source>Latchkey</source>
        <translation>Latchkey</translation>
    </message>
</context>
<context>
    <name>latchkey::StrengthText</name>
    <message>
        <source>Weak.</source>
        <comment>strength of a password</comment>
        <translation>Schwach.</translation>
    </message>
    <message>
        <source>Fair.</source>
        <comment>strength of a password</comment>
        <translation>Mäßig.</translation>
    </message>
    <message>
        <source>Good.</source>
        <comment>strength of a password</comment>
        <translation>Gut.</translation>
    </message>
    <message>
        <source>Strong.</source>
        <comment>strength of a password</comment>
        <translation>Stark.</translation>
    </message>
    <message>
        <source>One more word makes it harder to guess.</source>
        <translation>Mit einem weiteren Wort ist es schwerer zu erraten.</translation>
    </message>
    <message>
        <source>It holds a word that is guessed early.</source>
        <translation>Es enthält ein Wort, das früh erraten wird.</translation>
    </message>
    <message>
        <source>It holds part of your address or of the service&apos;s name.</source>
        <translation>Es enthält einen Teil Ihrer Adresse oder des Dienstnamens.</translation>
    </message>
    <message>
        <source>Repeated parts are easy to guess.</source>
        <translation>Wiederholungen sind leicht zu erraten.</translation>
    </message>
    <message>
        <source>Rows such as 1234 or abcd are easy to guess.</source>
        <translation>Reihen wie 1234 oder abcd sind leicht zu erraten.</translation>
    </message>
    <message>
        <source>Neighbouring keys are easy to guess.</source>
        <translation>Benachbarte Tasten sind leicht zu erraten.</translation>
    </message>
    <message>
        <source>Dates are easy to guess.</source>
        <translation>Daten sind leicht zu erraten.</translation>
    </message>
</context>
<context>
    <name>latchkey::TroublePage</name>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Show details</source>
        <translation>Details zeigen</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>Details kopieren</translation>
    </message>
    <message>
        <source>Help: %1</source>
        <translation>Hilfe: %1</translation>
    </message>
    <message>
        <source>Open in the browser</source>
        <translation>Im Browser öffnen</translation>
    </message>
    <message>
        <source>Trying again…</source>
        <translation>Neuer Versuch&#xa0;…</translation>
    </message>
    <message>
        <source>Hide details</source>
        <translation>Details verbergen</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>There is none on this kiosk. Please go on with your own device.</source>
        <translation>An diesem Kiosk gibt es keinen. Bitte machen Sie an Ihrem eigenen Gerät weiter.</translation>
    </message>
    <message>
        <source>There is none on this kiosk. Please go on with your own device, at %1.</source>
        <translation>An diesem Kiosk gibt es keinen. Bitte machen Sie an Ihrem eigenen Gerät weiter, bei %1.</translation>
    </message>
</context>
<context>
    <name>latchkey::Vault</name>
    <message>
        <source>the credential file %1</source>
        <translation>die Schlüsseldatei %1</translation>
    </message>
    <message>
        <source>the system keyring</source>
        <translation>der Schlüsselbund des Systems</translation>
    </message>
    <message>
        <source>this program&apos;s memory</source>
        <translation>der Speicher dieses Programms</translation>
    </message>
</context>
<context>
    <name>latchkey::WaitPage</name>
    <message>
        <source>Check your mail</source>
        <translation>Sehen Sie in Ihre E-Mails</translation>
    </message>
    <message>
        <source>Link or code from the mail</source>
        <translation>Link oder Code aus der E-Mail</translation>
    </message>
    <message>
        <source>Paste the link, or type the code</source>
        <translation>Link einfügen oder Code eingeben</translation>
    </message>
    <message>
        <source>Paste the link or the whole mail, or type the code of eight letters</source>
        <translation>Fügen Sie den Link oder die ganze E-Mail ein oder geben Sie den Code aus acht Buchstaben ein</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>Erneut senden</translation>
    </message>
    <message>
        <source>Use another address</source>
        <translation>Andere Adresse verwenden</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Use your link or code</source>
        <translation>Link oder Code verwenden</translation>
    </message>
    <message>
        <source>You find it in the mail about your account at %1.</source>
        <translation>Sie finden ihn in der E-Mail zu Ihrem Konto bei %1.</translation>
    </message>
    <message>
        <source>Send me a new link</source>
        <translation>Neuen Link anfordern</translation>
    </message>
    <message>
        <source>If %1 belongs to an account at %2, a mail with a link and a code is on its way.</source>
        <translation>Falls %1 zu einem Konto bei %2 gehört, ist eine E-Mail mit einem Link und einem Code unterwegs.</translation>
    </message>
    <message>
        <source>The link is valid until %1, the code for %2.</source>
        <translation>Der Link gilt bis %1, der Code %2 lang.</translation>
    </message>
    <message>
        <source>Nothing there after a few minutes? Look in the spam folder, or try another address that you may have used.</source>
        <translation>Nach einigen Minuten nichts da? Sehen Sie im Spam-Ordner nach oder versuchen Sie es mit einer anderen Ihrer Adressen.</translation>
    </message>
    <message>
        <source>Help: %1</source>
        <translation>Hilfe: %1</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Einen Moment&#xa0;…</translation>
    </message>
    <message>
        <source>Send again %1</source>
        <translation>Erneut senden %1</translation>
    </message>
    <message>
        <source>You can send the mail again now.</source>
        <translation>Sie können die E-Mail jetzt erneut senden.</translation>
    </message>
    <message>
        <source>If %1 belongs to an account at %2, a mail with a link is on its way.</source>
        <translation>Falls %1 zu einem Konto bei %2 gehört, ist eine E-Mail mit einem Link unterwegs.</translation>
    </message>
    <message>
        <source>If %1 belongs to an account at %2, a mail with a code is on its way.</source>
        <translation>Falls %1 zu einem Konto bei %2 gehört, ist eine E-Mail mit einem Code unterwegs.</translation>
    </message>
    <message>
        <source>Such a link is usually valid for %1.</source>
        <translation>Ein solcher Link gilt meist %1 lang.</translation>
    </message>
    <message>
        <source>Such a code is usually valid for %1.</source>
        <translation>Ein solcher Code gilt meist %1 lang.</translation>
    </message>
    <message>
        <source>The link is valid until %1. It works only on this computer, and only for the user who is signed in here now.</source>
        <translation>Der Link gilt bis %1, und zwar nur an diesem Computer und nur für den, der hier gerade angemeldet ist.</translation>
    </message>
</context>
<context>
    <name>latchkey::WelcomePage</name>
    <message>
        <source>Welcome to Latchkey</source>
        <translation>Willkommen bei Latchkey</translation>
    </message>
    <message>
        <source>It gets people back into their accounts: they ask for a link by email and choose a new password. No service is set up on this computer yet.</source>
        <translation>Es bringt Menschen zurück in ihre Konten: Sie fordern per E-Mail einen Link an und wählen ein neues Passwort. Auf diesem Computer ist noch kein Dienst eingerichtet.</translation>
    </message>
    <message>
        <source>Try it with a demo</source>
        <translation>Mit einer Demo ausprobieren</translation>
    </message>
    <message>
        <source>The demo has an account and a mailbox of its own. Nothing leaves this computer.</source>
        <translation>Die Demo hat ein eigenes Konto und ein eigenes Postfach. Nichts verlässt diesen Computer.</translation>
    </message>
    <message>
        <source>For administrators</source>
        <translation>Für die Administration</translation>
    </message>
    <message>
        <source>Copy the path</source>
        <translation>Pfad kopieren</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Put a configuration in one of these places:</source>
        <translation>Legen Sie eine Konfiguration an einem dieser Orte ab:</translation>
    </message>
    <message>
        <source>Add a service</source>
        <translation>Einen Dienst hinzufügen</translation>
    </message>
</context>
<context>
    <name>latchkey::WithdrawPage</name>
    <message>
        <source>This was not you?</source>
        <translation>Sie waren das nicht?</translation>
    </message>
    <message>
        <source>Nothing has happened so far. If you withdraw the request, its link and its code stop working, and the people who look after your account can see that it was not you.</source>
        <translation>Bisher ist nichts geschehen. Wenn Sie die Anfrage zurückziehen, gelten ihr Link und ihr Code nicht mehr, und die, die Ihr Konto betreuen, können sehen, dass Sie es nicht waren.</translation>
    </message>
    <message>
        <source>Withdraw the request</source>
        <translation>Anfrage zurückziehen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Somebody asked for a new password for this account at %1:</source>
        <translation>Jemand hat ein neues Passwort für dieses Konto bei %1 angefordert:</translation>
    </message>
    <message>
        <source>Withdrawing…</source>
        <translation>Wird zurückgezogen&#xa0;…</translation>
    </message>
    <message>
        <source>When: %1</source>
        <translation>Wann: %1</translation>
    </message>
    <message>
        <source>Where: on the computer “%1”</source>
        <translation>Wo: am Computer „%1“</translation>
    </message>
    <message>
        <source>Who: somebody at your service desk</source>
        <translation>Wer: jemand von Ihrem Servicedesk</translation>
    </message>
</context>
</TS>
