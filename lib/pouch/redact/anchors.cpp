#include "pouch/redact/anchors.hpp"

namespace pouch::redact {

AnchorPass::AnchorPass()
    : digit_(classes_.index_of(byte_range('0', '9'))), word_(classes_.index_of(word_bytes())),
      dot_(classes_.index_of(bytes_in("."))), colon_(classes_.index_of(bytes_in(":"))),
      slash_(classes_.index_of(bytes_in("/"))), at_(classes_.index_of(bytes_in("@"))),
      zero_(classes_.index_of(bytes_in("0"))), eight_(classes_.index_of(bytes_in("8"))),
      plus_(classes_.index_of(bytes_in("+"))), wide_(classes_.index_of(bytes_in("\xE2"))),
      joint_(classes_.index_of(bytes_in("- \xE2"))), separator_(classes_.index_of(bytes_in("-. )")))
{
}

} // namespace pouch::redact
