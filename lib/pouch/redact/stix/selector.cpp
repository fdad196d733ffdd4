#include "pouch/redact/stix/selector.hpp"

#include "pouch/redact/characters.hpp"

#include <algorithm>
#include <charconv>

namespace pouch::redact::stix {

namespace {

using json::Tree;

/// The number in `[n]`, which is written in one way only.
std::optional<std::uint32_t> index_in(std::string_view segment)
{
    if (segment.size() < 3 || segment.front() != '[' || segment.back() != ']') return std::nullopt;
    const auto digits = segment.substr(1, segment.size() - 2);
    if (!std::all_of(digits.begin(), digits.end(), [](char c) { return is_digit(c); })) return std::nullopt;
    if (digits.size() > 1 && digits.front() == '0') return std::nullopt;
    std::uint32_t index = 0;
    const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), index);
    if (failure != std::errc()) return std::nullopt;
    return index;
}

/// Calls `act(segment)` for each until one returns false.
template <typename Act> void for_each_segment(std::string_view selector, Act act)
{
    for (std::size_t begin = 0; begin <= selector.size();) {
        const auto end = std::min(selector.find('.', begin), selector.size());
        if (!act(selector.substr(begin, end - begin))) return;
        begin = end + 1;
    }
}

} // namespace

const std::vector<Tree::Id>& Selectors::items_of(Tree::Id list)
{
    const auto [at, is_new] = items_.try_emplace(list);
    if (is_new) tree_.for_each(list, [&](Tree::Id item) { at->second.push_back(item); });
    return at->second;
}

const Selectors::Names& Selectors::names_of(Tree::Id object)
{
    const auto [at, is_new] = names_.try_emplace(object);
    if (is_new) {
        tree_.for_each(object, [&](Tree::Id item) { at->second.emplace_back(tree_.name_of(item), item); });
        std::sort(at->second.begin(), at->second.end());
    }
    return at->second;
}

Tree::Id Selectors::step(Tree::Id from, std::string_view segment)
{
    if (tree_.is_array(from)) {
        const auto& items = items_of(from);
        const auto index = index_in(segment);
        return index && *index < items.size() ? items[*index] : Tree::none;
    }
    if (!tree_.is_object(from)) return Tree::none;
    const auto& names = names_of(from);
    const auto at =
        std::lower_bound(names.begin(), names.end(), segment,
                         [](const auto& known, std::string_view name) { return known.first < name; });
    return at != names.end() && at->first == segment ? at->second : Tree::none;
}

Tree::Id Selectors::find(Tree::Id object, std::string_view selector)
{
    auto value = object;
    for_each_segment(selector, [&](std::string_view segment) {
        value = step(value, segment);
        return value != Tree::none;
    });
    return value;
}

std::string Selectors::walk(Tree::Id object, std::string_view selector, const Renumber& renumber)
{
    std::string walked;
    auto value = object;
    for_each_segment(selector, [&](std::string_view segment) {
        if (!walked.empty()) walked += '.';
        const auto index = tree_.is_array(value) ? index_in(segment) : std::nullopt;
        walked += index ? fmt::format("[{}]", renumber(value, *index)) : std::string(segment);
        value = step(value, segment);
        return value != Tree::none;
    });
    return walked;
}

} // namespace pouch::redact::stix
