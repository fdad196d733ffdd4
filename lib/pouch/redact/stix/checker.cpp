#include "pouch/redact/stix/checker.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/stix/granular.hpp"
#include "pouch/redact/stix/references.hpp"

namespace pouch::redact::stix {

void BundleChecker::check(Bytes& document)
{
    try {
        const json::Tree tree(as_text(document));
        if (tree.is_object(json::Tree::root) && tree.size() == 1) return;
        const auto bundle = read_bundle(tree);
        check_references(tree, bundle);
        const Granular granular(tree, bundle);
    } catch (const Error& error) {
        if (error.fault() != Fault::refused) throw;
        throw not_allowed("redact.invalid-output", "what is left is no bundle of STIX: {}", error.message())
            .with_hint(
                "a rule matches an id, a time or a name that STIX needs; its scope can leave stix out");
    }
}

} // namespace pouch::redact::stix
