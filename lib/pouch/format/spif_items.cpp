#include "pouch/format/spif_parts.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/core.h>

namespace pouch::format::spif {

namespace {

label::Class class_of(const XmlElement& element, Warnings& warnings)
{
    check_attributes(element, {"name", "lacv", "hierarchy", "color", "obsolete"});
    label::Class one;
    one.line = element.line;
    one.name = name_attribute(element, "name");
    one.lacv = lacv_attribute(element);
    one.hierarchy = integer_attribute(element, "hierarchy");
    one.color = optional_attribute(element, "color");
    one.obsolete = flag_attribute(element, "obsolete");
    for_each_child(element, [&](const XmlElement& child) {
        if (child.name == "equivalentClassification") {
            one.equivalents.push_back(equivalent_class(child));
        } else if (child.name == "requiredCategory") {
            one.required.push_back(required_category(child));
        } else {
            return take_marking(child, one.markings, warnings);
        }
        return true;
    });
    return one;
}

label::TagCategory category_of(const XmlElement& element, Warnings& warnings)
{
    check_attributes(element, {"name", "lacv", "requiredClass", "obsolete", "userInput", "dateFormat",
                               "notBefore", "notAfter"});
    label::TagCategory category;
    category.line = element.line;
    category.name = name_attribute(element, "name");
    category.lacv = lacv_attribute(element);
    category.required_class = optional_attribute(element, "requiredClass");
    category.obsolete = flag_attribute(element, "obsolete");
    category.not_before = time_attribute(element, "notBefore");
    category.not_after = time_attribute(element, "notAfter");
    category.input = user_input(element);
    for_each_child(element, [&](const XmlElement& child) {
        if (child.name == "equivalentSecCategoryTag") {
            category.equivalents.push_back(equivalent_category(child));
        } else if (child.name == "excludedClass") {
            category.excluded_classes.push_back({token_of(child), child.line});
        } else if (child.name == "requiredCategory") {
            category.required.push_back(required_category(child));
        } else if (child.name == "excludedCategory") {
            category.excluded.push_back(excluded_category(child));
        } else {
            return take_marking(child, category.markings, warnings);
        }
        return true;
    });
    return category;
}

/// minSelection and maxSelection: a number, or nothing for `unbounded` and for none.
std::optional<std::size_t> selection(const XmlElement& element, std::string_view key)
{
    const auto text = optional_attribute(element, key);
    if (text.empty() || text == "unbounded") return std::nullopt;
    std::size_t value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc() || end != text.data() + text.size()) {
        throw fault_at(element, fmt::format("{} is neither a number nor unbounded", key));
    }
    return value;
}

label::Tag tag_of(const XmlElement& element, Warnings& warnings)
{
    check_attributes(element, {"name", "tagType", "enumType", "tag7Encoding", "singleSelection",
                               "maxSelection", "minSelection"});
    label::Tag tag;
    tag.line = element.line;
    tag.name = optional_attribute(element, "name");
    tag.kind = kind_of(element);
    tag.enumerated = is_enumerated(element);
    tag.tag7_encoding = tag7_encoding(element);
    tag.min_selection = selection(element, "minSelection");
    tag.max_selection = selection(element, "maxSelection");
    if (flag_attribute(element, "singleSelection")) {
        tag.max_selection = std::min<std::size_t>(tag.max_selection.value_or(1), 1);
    }
    for_each_child(element, [&](const XmlElement& child) {
        if (child.name != "tagCategory") return take_marking(child, tag.markings, warnings);
        tag.categories.push_back(category_of(child, warnings));
        return true;
    });
    return tag;
}

} // namespace

void read_classes(const XmlElement& element, label::Policy& policy)
{
    check_attributes(element, {"name"});
    label::Markings unused;
    for_each_child(element, [&](const XmlElement& child) {
        if (child.name == "securityClassification") {
            policy.classes.push_back(class_of(child, policy.warnings));
            return true;
        }
        return take_marking(child, unused, policy.warnings);
    });
    if (!unused.data.empty() || !unused.qualifiers.empty()) {
        policy.warnings.emplace_back("markings of securityClassifications as a whole have no effect");
    }
}

label::TagSet tag_set_of(const XmlElement& element, Warnings& warnings)
{
    check_attributes(element, {"name", "id"});
    label::TagSet set;
    set.line = element.line;
    set.name = name_attribute(element, "name");
    set.id = oid_attribute(element, "id");
    for_each_child(element, [&](const XmlElement& child) {
        if (child.name == "securityCategoryTag") {
            set.tags.push_back(tag_of(child, warnings));
        } else if (child.name == "equivalentSecurityCategoryTagSet") {
            set.equivalents.push_back(equivalent_tag_set(child));
        } else {
            return false;
        }
        return true;
    });
    if (set.tags.empty()) throw fault_at(element, "has no securityCategoryTag");
    return set;
}

} // namespace pouch::format::spif
