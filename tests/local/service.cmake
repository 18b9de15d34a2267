# The back end itself, whole: a real database, real threads, keys and hashes; only the post and the
# clock are the tests'.
foreach(name serviceanswers servicebaretokens servicecodes serviceending servicelinks servicetrouble)
  latchkey_test(test_${name} SOURCES test_${name}.cpp LIBRARIES latchkey_local LABELS local)
endforeach()
latchkey_test(test_servicecourier SOURCES test_servicecourier.cpp
  LIBRARIES latchkey_local latchkey_mail LABELS local)
