# Tokens, keys, codes and password hashes: the sources of this room that link OpenSSL, zlib, libargon2
# and libcrypt, and no database.
set(LOCAL_CRYPTO_SOURCES
  base64url.cpp base64url.h
  codeminter.cpp codeminter.h
  deflate.cpp deflate.h
  hkdf.cpp hkdf.h
  jsonstring.cpp jsonstring.h
  keyedhmac.cpp keyedhmac.h
  keyring.cpp keyring.h
  keyringformat.cpp keyringformat.h
  passwordhash.cpp passwordhash.h
  passwordhashargon.cpp passwordhashargon.h
  passwordhashcrypt.cpp passwordhashcrypt.h
  passwordhashdigest.cpp passwordhashdigest.h
  passwordhashpbkdf2.cpp passwordhashpbkdf2.h
  passwordhashscrypt.cpp passwordhashscrypt.h
  passwordhashtext.cpp passwordhashtext.h
  timedtoken.cpp timedtoken.h
  tokenpayload.cpp tokenpayload.h
  weaksecrets.cpp weaksecrets.h)
set(LOCAL_CRYPTO_LIBRARIES OpenSSL::Crypto ZLIB::ZLIB PkgConfig::ARGON2 PkgConfig::CRYPT)
