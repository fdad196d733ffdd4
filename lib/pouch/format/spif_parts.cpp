#include "pouch/format/spif_parts.hpp"

#include <fmt/core.h>

namespace pouch::format::spif {

namespace {

label::CategoryGroup group_of(const XmlElement& element)
{
    check_attributes(element, {"tagSetRef", "tagType", "enumType", "lacv", "all"});
    for_each_child(element, [](const XmlElement&) { return false; });
    label::CategoryGroup group;
    group.line = element.line;
    group.tag_set = name_attribute(element, "tagSetRef");
    const auto kind = kind_of(element);
    if (!kind) throw fault_at(element, "tagType notApplicable in a rule");
    group.kind = *kind;
    group.enumerated = is_enumerated(element);
    if (element.attribute("lacv") != nullptr) group.lacv = lacv_attribute(element);
    if (group.lacv && flag_attribute(element, "all")) {
        throw fault_at(element, "both lacv and all");
    }
    return group;
}

label::Applied applied_of(const XmlElement& element)
{
    const auto applied = name_attribute(element, "applied");
    if (applied == "encrypt") return label::Applied::encrypt;
    if (applied == "decrypt") return label::Applied::decrypt;
    if (applied == "both") return label::Applied::both;
    throw fault_at(element, "applied is not encrypt, decrypt or both");
}

void read_required(const XmlElement& element, std::vector<label::RequiredCategory>& into)
{
    for_each_child(element, [&](const XmlElement& child) {
        if (child.name != "requiredCategory") return false;
        into.push_back(required_category(child));
        return true;
    });
}

/// True if `code` is a flag of markingData, which is then set.
bool take_flag(std::string_view code, label::MarkingData& data)
{
    if (code == "noNameDisplay") return data.no_name_display = true;
    if (code == "noMarkingDisplay") return data.no_marking_display = true;
    if (code == "suppressClassName") return data.suppress_class_name = true;
    if (code == "replacePolicy") return data.replace_policy = true;
    return false;
}

/// The locations of a code; 0 for an unknown one.
std::uint32_t locations_of(std::string_view code)
{
    const auto bit = [](label::Location where) { return std::uint32_t{1} << static_cast<unsigned>(where); };
    if (code == "pageTopBottom") return bit(label::Location::page_top) | bit(label::Location::page_bottom);
    const auto where = label::location_named(code);
    return where ? bit(*where) : 0;
}

label::MarkingData marking_data(const XmlElement& element, Warnings& warnings)
{
    check_attributes(element, {"phrase"});
    label::MarkingData data;
    if (const auto* phrase = element.attribute("phrase")) data.phrase = *phrase;
    if (const auto* language = element.attribute("http://www.w3.org/XML/1998/namespace", "lang")) {
        data.language = xml_token(*language);
    }
    for_each_child(element, [&](const XmlElement& child) {
        if (child.name != "code") return false;
        check_attributes(child, {});
        const auto code = token_of(child);
        const auto where = locations_of(code);
        data.locations |= where;
        if (where == 0 && !take_flag(code, data)) {
            warnings.push_back(
                fmt::format("line {}: marking code '{}' is not known and has no effect", child.line, code));
        }
        return true;
    });
    if (data.locations == 0) data.locations = locations_of("pageBottom");
    return data;
}

label::Qualifiers& qualifiers_in(label::Markings& markings, std::string_view language, bool portion)
{
    for (auto& one : markings.qualifiers) {
        if (one.portion == portion && label::same_name(one.language, language)) return one;
    }
    label::Qualifiers fresh;
    fresh.language = language;
    fresh.portion = portion;
    return markings.qualifiers.emplace_back(std::move(fresh));
}

void take_qualifiers(const XmlElement& element, label::Markings& into)
{
    check_attributes(element, {"markingCode"});
    const bool portion = optional_attribute(element, "markingCode") == "portionMarking";
    for_each_child(element, [&](const XmlElement& child) {
        if (child.name != "qualifier") return false;
        check_attributes(child, {"markingQualifier", "qualifierCode"});
        const auto* language = child.attribute("http://www.w3.org/XML/1998/namespace", "lang");
        auto& qualifiers =
            qualifiers_in(into, language == nullptr ? std::string() : xml_token(*language), portion);
        const auto& text = required_attribute(child, "markingQualifier"); // its blanks matter
        const auto code = name_attribute(child, "qualifierCode");
        auto* target = code == "prefix"      ? &qualifiers.prefix
                       : code == "suffix"    ? &qualifiers.suffix
                       : code == "separator" ? &qualifiers.separator
                                             : nullptr;
        if (target == nullptr) {
            throw fault_at(child, "qualifierCode is not prefix, suffix or separator");
        }
        if (!*target) *target = text;
        return true;
    });
}

} // namespace

bool take_marking(const XmlElement& child, label::Markings& into, Warnings& warnings)
{
    if (child.name == "markingData") {
        into.data.push_back(marking_data(child, warnings));
        return true;
    }
    if (child.name == "markingQualifier") {
        take_qualifiers(child, into);
        return true;
    }
    return false;
}

label::RequiredCategory required_category(const XmlElement& element)
{
    check_attributes(element, {"operation"});
    label::RequiredCategory required;
    required.line = element.line;
    const auto operation = name_attribute(element, "operation");
    if (operation == "onlyOne") {
        required.operation = label::RequiredCategory::Operation::only_one;
    } else if (operation == "oneOrMore") {
        required.operation = label::RequiredCategory::Operation::one_or_more;
    } else if (operation == "all") {
        required.operation = label::RequiredCategory::Operation::all;
    } else {
        throw fault_at(element, "operation is not onlyOne, oneOrMore or all");
    }
    for_each_child(element, [&](const XmlElement& child) {
        if (child.name != "categoryGroup") return false;
        required.groups.push_back(group_of(child));
        if (!required.groups.back().lacv && !flag_attribute(child, "all")) {
            throw fault_at(child, "neither lacv nor all");
        }
        return true;
    });
    if (required.groups.empty()) throw fault_at(element, "has no categoryGroup");
    return required;
}

label::CategoryGroup excluded_category(const XmlElement& element)
{
    return group_of(element);
}

label::Equivalent equivalent_class(const XmlElement& element)
{
    check_attributes(element, {"policyRef", "lacv", "applied"});
    label::Equivalent equivalent;
    equivalent.line = element.line;
    equivalent.policy = name_attribute(element, "policyRef");
    equivalent.lacv = lacv_attribute(element);
    equivalent.applied = applied_of(element);
    read_required(element, equivalent.required);
    return equivalent;
}

label::Equivalent equivalent_category(const XmlElement& element)
{
    check_attributes(element, {"policyRef", "tagSetId", "tagType", "enumType", "lacv", "applied", "action"});
    label::Equivalent equivalent;
    equivalent.line = element.line;
    equivalent.policy = name_attribute(element, "policyRef");
    equivalent.applied = applied_of(element);
    const auto action = optional_attribute(element, "action");
    if (!action.empty() && action != "discard") {
        throw fault_at(element, "action is not discard");
    }
    equivalent.discard = action == "discard";
    if (!equivalent.discard) {
        equivalent.tag_set_id = oid_attribute(element, "tagSetId");
        equivalent.kind = kind_of(element);
        equivalent.lacv = lacv_attribute(element);
    }
    for_each_child(element, [](const XmlElement&) { return false; });
    return equivalent;
}

label::Equivalent equivalent_tag_set(const XmlElement& element)
{
    check_attributes(element, {"policyRef", "name", "id"});
    label::Equivalent equivalent;
    equivalent.line = element.line;
    equivalent.policy = name_attribute(element, "policyRef");
    if (element.attribute("id") != nullptr) equivalent.tag_set_id = oid_attribute(element, "id");
    read_required(element, equivalent.required);
    return equivalent;
}

} // namespace pouch::format::spif
