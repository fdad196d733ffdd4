#pragma once
#include "pouch/io/file.hpp"

/// Packets between two processes, whole and in order: a pair of connected sockets, written and read as files are, so
/// that a locked process needs no call of the network. SIGPIPE must be ignored.
namespace pouch::io {

struct PacketPair {
    Descriptor one;
    Descriptor other;
};
[[nodiscard]] PacketPair make_packet_pair();

/// False if nobody is left at the other end.
[[nodiscard]] bool send_packet(int socket, ByteView packet);

enum class Patience {
    until_interrupted, ///< A signal that asks to stop ends the wait.
    firm,
};

/// The next packet, in the front of `buffer`; one that is longer is cut. Empty when nobody is left at the other end.
[[nodiscard]] ByteView receive_packet(int socket, MutableByteView buffer, Patience patience);

/// Ends both directions at once, for every thread and for the other end.
void hang_up(int socket);

} // namespace pouch::io
