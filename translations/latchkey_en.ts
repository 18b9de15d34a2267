<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>latchkey::ClosingPage</name>
    <message numerus="yes">
        <source>%n mail(s) could not be sent yet</source>
        <translation>
            <numerusform>%n mail could not be sent yet</numerusform>
            <numerusform>%n mails could not be sent yet</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>latchkey::KioskIdlePage</name>
    <message numerus="yes">
        <source>In %n second(s) this visit ends, and everything that was typed here is wiped.</source>
        <translation>
            <numerusform>In %n second this visit ends, and everything that was typed here is wiped.</numerusform>
            <numerusform>In %n seconds this visit ends, and everything that was typed here is wiped.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>latchkey::PasswordPage</name>
    <message numerus="yes">
        <source>At most %n byte(s)</source>
        <translation>
            <numerusform>At most %n byte</numerusform>
            <numerusform>At most %n bytes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>At least %n character(s)</source>
        <translation>
            <numerusform>At least %n character</numerusform>
            <numerusform>At least %n characters</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %n more to go</source>
        <comment>rule, then missing characters</comment>
        <translation>
            <numerusform>%1, %n more to go</numerusform>
            <numerusform>%1, %n more to go</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>latchkey::SpokenTime</name>
    <message numerus="yes">
        <source>%n second(s)</source>
        <comment>how long</comment>
        <translation>
            <numerusform>%n second</numerusform>
            <numerusform>%n seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <comment>how long</comment>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <comment>how long</comment>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <comment>how long</comment>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n second(s) ago</source>
        <translation>
            <numerusform>%n second ago</numerusform>
            <numerusform>%n seconds ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s) ago</source>
        <translation>
            <numerusform>%n minute ago</numerusform>
            <numerusform>%n minutes ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s) ago</source>
        <translation>
            <numerusform>%n hour ago</numerusform>
            <numerusform>%n hours ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) ago</source>
        <translation>
            <numerusform>%n day ago</numerusform>
            <numerusform>%n days ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n second(s)</source>
        <translation>
            <numerusform>in %n second</numerusform>
            <numerusform>in %n seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n minute(s)</source>
        <translation>
            <numerusform>in %n minute</numerusform>
            <numerusform>in %n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n hour(s)</source>
        <translation>
            <numerusform>in %n hour</numerusform>
            <numerusform>in %n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n day(s)</source>
        <translation>
            <numerusform>in %n day</numerusform>
            <numerusform>in %n days</numerusform>
        </translation>
    </message>
</context>
</TS>
