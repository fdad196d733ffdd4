#include "pouch/redact/stix/minter.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/stix/id.hpp"

namespace pouch::redact::stix {

std::string Minter::in_place_of(std::string_view uuid)
{
    if (key_ == nullptr)
        throw usage_error("rules.key-file", "ids of what is removed need a key to be replaced")
            .with_hint("--key-file names the key of the scope");
    if (!derived_) derived_ = key_->key_for(KeyScope::Purpose::identifier);
    std::string message(uuid);
    message += '\0'; // in no UUID
    message += target_;
    return minted_uuid(*derived_, message);
}

} // namespace pouch::redact::stix
