#include "pouch/redact/operator/base32.hpp"
#include "pouch/redact/operator/normalise.hpp"
#include "pouch/redact/operator/operator.hpp"

namespace pouch::redact {

Operator pseudonymiser_of(const Rule& rule, const KeyScope& key)
{
    constexpr std::size_t size = 10; // bytes: 80 bits, 16 characters
    return [head = head_of(rule), category = rule.category, normalise = Normaliser(rule),
            &key](std::string_view value) -> std::optional<std::string> {
        const auto mac = key.mac(KeyScope::Purpose::pseudonym, category + '\0' + normalise(value));
        return "[" + head + base32(ByteView(mac).first(size)) + "]";
    };
}

} // namespace pouch::redact
