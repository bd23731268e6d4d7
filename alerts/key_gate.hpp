#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "alerts/curve_key.hpp"

namespace zmq {
class context_t;
class socket_t;
}  // namespace zmq

namespace nightjar {

/// Whom an encrypted channel lets in.
struct GuardedChannel {
  std::string name;
  bool restricted = false;       ///< only keys that name it
  std::filesystem::path folder;  ///< of the public keys
};

struct KeyGateOptions {
  std::string server_secret;  ///< Z85
  std::vector<GuardedChannel> channels;
  std::chrono::milliseconds look_every{200};  ///< at the folders
  std::chrono::seconds tell_every{10};        ///< counts of those turned away
};

/// Connections to guarded channels. How busy restricted ones are is not told: of theirs, those that were
/// turned away are counted, and no others. Not every one ends in a cause: one that greets with garbage is
/// closed before ZeroMQ has a name for it.
struct GateCounts {
  std::uint64_t connections = 0;   ///< all of them, to channels that are not restricted
  std::uint64_t admitted = 0;      ///< of these
  std::uint64_t unknown = 0;       ///< a key that is in no file
  std::uint64_t not_cleared = 0;   ///< a known key on a channel that it is not for
  std::uint64_t revoked = 0;       ///< a key that was taken away since the start
  std::uint64_t no_handshake = 0;  ///< no key, another server's key, plain, garbage
  std::uint64_t broken_off = 0;    ///< went away, or said nothing, before it had a key
};

/// Decides who may connect to the encrypted channels of a worker: answers ZeroMQ's questions about each new
/// connection (ZAP) from folders of named public keys, which it watches, on a thread of its own. Who is
/// turned away is told nothing, not even that there is a list; the log says it at once, and then counts.
/// Guarded sockets belong to the gate's context, and must be closed before it ends.
class KeyGate {
 public:
  /// Reads the folders. Throws KeyFileError with the mistakes in them, a line each, or std::runtime_error.
  explicit KeyGate(KeyGateOptions options);
  ~KeyGate();
  KeyGate(const KeyGate&) = delete;
  KeyGate& operator=(const KeyGate&) = delete;

  [[nodiscard]] zmq::context_t& context();
  [[nodiscard]] bool guards(const std::string& channel) const;

  /// Encrypts a socket of a guarded channel before it is bound.
  void guard(zmq::socket_t& socket, const std::string& channel);

  /// Any thread. Another number than before: somebody who was let into the channel has lost his key, and all
  /// its sockets must be closed, for ZeroMQ asks only when a connection is made.
  [[nodiscard]] std::uint64_t edition(const std::string& channel) const;

  /// Any thread. Whose key it is, by what ZeroMQ calls the user; nullopt where it is not, or not any more,
  /// for the channel.
  [[nodiscard]] std::optional<CurveKey> holder(const std::string& channel, const std::string& user) const;

  /// Any thread.
  [[nodiscard]] GateCounts counts() const;

 private:
  struct Wire;
  std::unique_ptr<Wire> wire_;
};

}  // namespace nightjar
