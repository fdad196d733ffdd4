#pragma once
#include "pouch/redact/rules.hpp"

#include <map>
#include <string>
#include <string_view>

/// One spelling for all spellings of a value, so that what is the same gets the same pseudonym.
///
/// All values: NFC, folded case, no white space. Numbers of people, accounts and devices: letters
/// and digits alone; of Korean telephones, without the code of the country. Addresses of networks: without the brackets
/// and the `hxxp` that make them harmless; IPv6 as RFC 5952 writes it. Names: letters and digits alone, and all variants
/// of an entry, in each order of their words, are its first one.
namespace pouch::redact {

class Normaliser {
  public:
    explicit Normaliser(const Rule& rule);
    [[nodiscard]] std::string operator()(std::string_view value) const;

  private:
    enum class Kind { text, number, phone_kr, address, name };
    [[nodiscard]] static Kind kind_of(const Rule& rule);

    Kind kind_;
    std::map<std::string, std::string, std::less<>>
        people_; ///< Letters of a name to those of the first variant.
};

} // namespace pouch::redact
