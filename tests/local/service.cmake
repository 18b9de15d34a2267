# The back end itself, whole: a real database, real threads, keys and hashes; only the post and the
# clock are the tests'.
foreach(name lettersender requestorigin serviceanswers servicebaretokens serviceboundlinks servicecodes
        serviceending servicekeys servicelinks servicesecrecy servicetrouble)
  latchkey_test(test_${name} SOURCES test_${name}.cpp LIBRARIES latchkey_local LABELS local)
endforeach()
foreach(name letterlinks servicecourier servicecrash)
  latchkey_test(test_${name} SOURCES test_${name}.cpp
    LIBRARIES latchkey_local latchkey_mail LABELS local)
endforeach()
# Processes that share an outbox, and die over it.
latchkey_test(test_outboxrace SOURCES test_outboxrace.cpp LIBRARIES latchkey_local LABELS race)
