// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/passwordhashargon.h"

#include "services/local/passwordhashtext.h"

#include <argon2.h>
#include <openssl/crypto.h>

#include <sys/mman.h>

#include <algorithm>
#include <array>

namespace latchkey {

using hashtext::Base64Form;
using hashtext::consume;
using hashtext::readBase64;
using hashtext::readDecimal;

namespace {

constexpr quint32 mostMemoryKiB = 1024 * 1024;
constexpr quint32 mostPasses = 16;
constexpr quint32 mostLanes = 64;
constexpr quint32 leastMemoryPerLane = 8; // RFC 9106 3.1
constexpr quint32 mostThreads = 4;
constexpr qsizetype leastSalt = 8;
constexpr qsizetype leastTag = 16;
constexpr qsizetype mostBytes = 64;

// Pages of their own, so that the megabytes that hold traces of a password stay out of core dumps
// and go back to the system when done; libargon2 has overwritten them by then.
int allocatePages(uint8_t **memory, size_t bytes)
{
    void *pages = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED)
        return ARGON2_MEMORY_ALLOCATION_ERROR;
    madvise(pages, bytes, MADV_DONTDUMP);
    *memory = static_cast<uint8_t *>(pages);
    return ARGON2_OK;
}

void freePages(uint8_t *memory, size_t bytes)
{
    munmap(memory, bytes);
}

argon2_type typeOf(Argon2Variant variant) noexcept
{
    switch (variant) {
    case Argon2Variant::D:
        return Argon2_d;
    case Argon2Variant::I:
        return Argon2_i;
    case Argon2Variant::Id:
        return Argon2_id;
    }
    Q_UNREACHABLE();
}

// libargon2 only reads through these; it clears the password where a flag asks for it, which we do
// not.
uint8_t *readOnly(QByteArrayView bytes) noexcept
{
    return reinterpret_cast<uint8_t *>(const_cast<char *>(bytes.data()));
}

struct VariantName
{
    Argon2Variant variant;
    QByteArrayView prefix;
};
constexpr std::array variantNames{
    VariantName{.variant = Argon2Variant::Id, .prefix = "$argon2id$"},
    VariantName{.variant = Argon2Variant::I, .prefix = "$argon2i$"},
    VariantName{.variant = Argon2Variant::D, .prefix = "$argon2d$"},
};

/// "m=65536,t=3,p=4", in this order (PHC string format).
bool readCost(QByteArrayView text, Argon2Parameters &parameters)
{
    const std::vector<QByteArrayView> fields = hashtext::fieldsOf(text, ',');
    if (fields.size() != 3 || !fields[0].startsWith("m=") || !fields[1].startsWith("t=") ||
        !fields[2].startsWith("p="))
        return false;
    const auto lanes = readDecimal(fields[2].sliced(2), 1, mostLanes);
    const auto passes = readDecimal(fields[1].sliced(2), 1, mostPasses);
    const auto memory =
        lanes ? readDecimal(fields[0].sliced(2), leastMemoryPerLane * *lanes, mostMemoryKiB)
              : std::nullopt;
    if (!memory || !passes)
        return false;
    parameters.memoryKiB = *memory;
    parameters.passes = *passes;
    parameters.lanes = *lanes;
    return true;
}

} // namespace

Result<Secret> computeArgon2(QByteArrayView password, const Argon2Input &input,
                             const Argon2Parameters &parameters, qsizetype tagSize)
{
    std::array<uint8_t, mostBytes> tag{};
    Q_ASSERT(tagSize <= mostBytes);
    argon2_context context{};
    context.out = tag.data();
    context.outlen = static_cast<uint32_t>(tagSize);
    context.pwd = readOnly(password);
    context.pwdlen = static_cast<uint32_t>(password.size());
    context.salt = readOnly(input.salt);
    context.saltlen = static_cast<uint32_t>(input.salt.size());
    context.secret = input.pepper.isEmpty() ? nullptr : readOnly(input.pepper);
    context.secretlen = static_cast<uint32_t>(input.pepper.size());
    context.ad = input.associated.isEmpty() ? nullptr : readOnly(input.associated);
    context.adlen = static_cast<uint32_t>(input.associated.size());
    context.t_cost = parameters.passes;
    context.m_cost = parameters.memoryKiB;
    context.lanes = parameters.lanes;
    context.threads = std::min(parameters.lanes, mostThreads);
    context.version = parameters.version;
    context.allocate_cbk = allocatePages;
    context.free_cbk = freePages;
    context.flags = ARGON2_DEFAULT_FLAGS;
    const int outcome = argon2_ctx(&context, typeOf(parameters.variant));
    if (outcome != ARGON2_OK)
        return fail(
            Reason::Internal,
            QStringLiteral("Argon2: %1").arg(QString::fromUtf8(argon2_error_message(outcome))));
    Secret result = Secret::copyOf(QByteArrayView(tag.data(), tagSize));
    OPENSSL_cleanse(tag.data(), tag.size());
    return result;
}

std::optional<Argon2Hash> readArgon2Hash(QByteArrayView stored)
{
    if (stored.startsWith("argon2$"))
        consume(stored, "argon2");
    else if (!consume(stored, "{argon2}"))
        consume(stored, "{argon2@SpringSecurity_v5_8}");
    const auto *const name = std::ranges::find_if(
        variantNames, [&](const VariantName &known) { return stored.startsWith(known.prefix); });
    if (name == variantNames.end())
        return std::nullopt;
    consume(stored, name->prefix);
    Argon2Hash hash;
    hash.parameters.variant = name->variant;
    if (!consume(stored, "v=19$"))
        hash.parameters.version = ARGON2_VERSION_10;
    if (hash.parameters.version == ARGON2_VERSION_10)
        consume(stored, "v=16$");
    const std::vector<QByteArrayView> fields = hashtext::fieldsOf(stored, '$');
    if (fields.size() != 3 || !readCost(fields[0], hash.parameters))
        return std::nullopt;
    const auto salt = readBase64(fields[1], Base64Form::Unpadded);
    const auto tag = readBase64(fields[2], Base64Form::Unpadded);
    if (!salt || salt->size() < leastSalt || salt->size() > mostBytes || !tag ||
        tag->size() < leastTag || tag->size() > mostBytes)
        return std::nullopt;
    hash.salt = *salt;
    hash.tag = *tag;
    return hash;
}

QByteArray writeArgon2Hash(const Argon2Hash &hash)
{
    const auto *const name =
        std::ranges::find(variantNames, hash.parameters.variant, &VariantName::variant);
    QByteArray text = name->prefix.toByteArray();
    text += "v=" + QByteArray::number(hash.parameters.version);
    text += "$m=" + QByteArray::number(hash.parameters.memoryKiB);
    text += ",t=" + QByteArray::number(hash.parameters.passes);
    text += ",p=" + QByteArray::number(hash.parameters.lanes);
    text += '$' + hash.salt.toBase64(QByteArray::OmitTrailingEquals);
    text += '$' + hash.tag.toBase64(QByteArray::OmitTrailingEquals);
    return text;
}

Result<bool> matchesHash(const Secret &password, const Argon2Hash &hash)
{
    const Result<Secret> tag =
        computeArgon2(password.reveal(), {.salt = hash.salt}, hash.parameters, hash.tag.size());
    if (!tag)
        return fail(tag.error());
    return equalInConstantTime(tag->reveal(), hash.tag);
}

} // namespace latchkey
