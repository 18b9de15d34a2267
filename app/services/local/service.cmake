# The back end itself: the sources that put store and crypto together.
set(LOCAL_SERVICE_SOURCES
  answer.h
  codejudge.cpp codejudge.h
  courier.cpp courier.h
  devicebuckets.h
  goodproof.h
  lettermint.cpp lettermint.h
  lettersender.cpp lettersender.h
  linkjudge.cpp linkjudge.h
  localoptions.h
  localservice.cpp localservice.h
  localworker.cpp localworker.h
  recoveryoffice.cpp recoveryoffice.h)
