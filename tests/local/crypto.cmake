# Tests of the sources that app/services/local/crypto.cmake lists.
foreach(name base64url codeminter keyedhmac keyring passwordhash passwordhashmutants
        passwordhashrefusals timedtoken timedtokenpeer timedtokenrefusals tokenpayload weaksecrets)
  latchkey_test(test_${name} SOURCES test_${name}.cpp LIBRARIES latchkey_local)
endforeach()
