#include "pouch/label/languages.hpp"

#include <algorithm>

namespace pouch::label {

namespace {

void add_languages(const Markings& markings, std::vector<std::string_view>& into)
{
    const auto add = [&](std::string_view language) {
        if (std::find(into.begin(), into.end(), language) == into.end()) into.push_back(language);
    };
    for (const auto& entry : markings.data) add(entry.language);
    for (const auto& entry : markings.qualifiers) add(entry.language);
}

} // namespace

std::vector<std::string_view> languages_of(const Policy& policy)
{
    std::vector<std::string_view> languages = {{}};
    add_languages(policy.markings, languages);
    for (const auto& one : policy.classes) add_languages(one.markings, languages);
    for (const auto& set : policy.tag_sets) {
        for (const auto& tag : set.tags) {
            add_languages(tag.markings, languages);
            for (const auto& category : tag.categories) add_languages(category.markings, languages);
        }
    }
    return languages;
}

} // namespace pouch::label
