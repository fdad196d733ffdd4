#include "pouch/redact/stix/written.hpp"

#include "pouch/base/text.hpp"
#include "pouch/redact/stix/issued.hpp"
#include "pouch/redact/stix/labelling.hpp"
#include "pouch/redact/stix/text_search.hpp"

namespace pouch::redact::stix {

std::vector<Error> faults_of_written(const Target& target, const Scanner& scanner)
{
    std::vector<Error> faults;
    const auto check = [&](const std::string& what, const std::string& text) {
        if (TextSearch(scanner, text).finds_in(0, text.size()))
            faults.push_back(usage_error("rules.token", "target: stix: a rule matches the {}", what));
    };
    for (const auto& each : target.stix.placeholders)
        check(fmt::format("placeholder for {} of {}", each.property, each.type), json_quoted(each.value));
    if (target.stix.identity)
        check("identity", identity_object(*target.stix.identity, markings_of_identity(target)));
    if (target.stix.statement) check("statement", statement_definition(*target.stix.statement));
    if (target.tlp && (target.stix.colour || target.stix.identity))
        check("definition of the colour", colour_definition(edition_of(target), *target.tlp));
    return faults;
}

} // namespace pouch::redact::stix
