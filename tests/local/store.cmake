# Tests of the store: real SQLite files, real processes.
foreach(name accountimport accountstore clockmark csvreader csvreaderpeer database databasebackup
        databasedamage databasetrouble eventlog linkledger outbox queryplans requestledger
        requestlimits resetcompletion resetrace retention schema sqlrunner storekills storepruning
        throttle)
  if(EXISTS "${CMAKE_CURRENT_LIST_DIR}/test_${name}.cpp")
  latchkey_test(test_${name} SOURCES test_${name}.cpp storekit.h sqliteprobe.h
    LIBRARIES latchkey_local PkgConfig::SQLITE)
  endif()
endforeach()
