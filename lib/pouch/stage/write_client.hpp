#pragma once
#include "pouch/base/error.hpp"
#include "pouch/format/write_order.hpp"
#include "pouch/io/file.hpp"
#include "pouch/io/packets.hpp"
#include "pouch/io/shared_slots.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

/// The end of the parser, of the two processes of `verify -x`.
namespace pouch::stage {

/// Has content written that lies in shared slots. What the other process answers is thrown here as it was thrown
/// there; when it is gone without an answer, that is thrown as its death.
class WriteClient {
  public:
    /// Waits until the one at the other end of `socket` is ready. `death_of_other` waits for its end, and says how that is
    /// to be told.
    WriteClient(io::Descriptor socket, const io::SharedSlots& slots, std::function<Error()> death_of_other);

    [[nodiscard]] std::size_t slot_count() const { return slots_.count(); }
    [[nodiscard]] MutableByteView span(std::size_t slot) const { return slots_.span(slot); }
    [[nodiscard]] format::LetterWriter letter(std::size_t slot) const
    {
        return format::LetterWriter(slots_.letter(slot));
    }

    /// Announces how much will come.
    void begin(std::uint64_t files, std::uint64_t bytes, std::uint64_t directories);
    /// Orders what the letter in `slot` says, which has so many bytes. Until await() the slot is not to be touched.
    /// Thread-safe for different slots.
    void send(std::size_t slot, std::size_t letter_size);
    /// Waits until what was ordered of `slot` is done, if anything was. From one thread at a time.
    void await(std::size_t slot);
    /// Everything is there: the tree gets its name. No signal ends this wait.
    void commit();
    /// What goes with the tree is there too: it keeps its name. Closes this end; how the other process ends tells whether
    /// it has heard.
    void keep();

    /// Closes this end: without keep() the tree goes away.
    void close();

  private:
    void order(const format::WriteOrder& order);
    format::WriteAnswer receive(io::Patience patience);
    [[nodiscard]] Error death() const;

    io::Descriptor socket_;
    const io::SharedSlots& slots_;
    std::function<Error()> death_of_other_;
    std::unique_ptr<std::atomic<bool>[]> is_ordered_;
};

} // namespace pouch::stage
