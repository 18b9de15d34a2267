# Tests of the store: real SQLite files, real processes.
foreach(name accountimport accountstore clockmark csvreader csvreaderpeer database databasebackup
        databasedamage databasetrouble eventlog linkledger outbox outboxpause queryplans requestledger
        requestlimits resetcompletion resetrace retention schema sqlrunner storekills storepruning
        throttle)
  latchkey_test(test_${name} SOURCES test_${name}.cpp LIBRARIES latchkey_local PkgConfig::SQLITE)
endforeach()
# 64 processes that mostly wait for each other.
set_tests_properties(test_resetrace PROPERTIES LABELS race)
