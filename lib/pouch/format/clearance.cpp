#include "pouch/format/clearance.hpp"

#include "pouch/format/confidentiality_label.hpp"
#include "pouch/format/xml_reader.hpp"

namespace pouch::format {

label::Clearance read_clearance(ByteView document)
{
    return rethrow_as(Fault::usage, "clearance.malformed", [&] {
        const auto root = read_xml(document);
        if (!root.is(clearance_ns, "ConfidentialityClearance")) {
            throw refused("xml.malformed", "{} is not a confidentiality clearance of STANAG 4774", root.name);
        }
        check_attributes(root, {});
        label::Clearance clearance;
        XmlReader reader(root);
        auto policy = policy_name_of(reader.required(label_ns, "PolicyIdentifier"));
        clearance.policy_id = std::move(policy.id);
        clearance.policy_name = std::move(policy.name);
        const auto& list = reader.required(clearance_ns, "ClassificationList");
        check_attributes(list, {});
        XmlReader inside(list);
        clearance.classifications.push_back(classification_of(inside.required(label_ns, "Classification")));
        while (const auto* more = inside.optional(label_ns, "Classification")) {
            clearance.classifications.push_back(classification_of(*more));
        }
        inside.finish();
        while (const auto* category = reader.optional(label_ns, "Category")) {
            clearance.categories.push_back(category_of(*category));
        }
        reader.finish();
        return clearance;
    });
}

} // namespace pouch::format
