#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "alerts/alert_beat.hpp"
#include "alerts/event_chain.hpp"
#include "alerts/key_gate.hpp"

namespace nightjar {

/// Why a channel cannot be published; `what()` is one line that names channel and endpoint.
class PublisherError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Where a channel's events go out.
struct LiveChannel {
  std::string name;
  std::string endpoint;
};

struct PublisherOptions {
  std::vector<LiveChannel> channels;
  /// Messages kept for one slow consumer before it misses some, which the numbers tell it. At 2 to 8 KiB a
  /// message this is some 10 MiB a consumer at worst.
  int high_water = 2000;
  std::chrono::milliseconds linger{1000};  ///< for what is still on its way when the publisher closes
  std::shared_ptr<KeyGate> gate;           ///< of the encrypted channels; null: there are none
};

/// Sends events and heartbeats of each channel to whoever listens: one ZeroMQ XPUB a channel, of messages
/// `alert` | JSON [| JPEG] and `beat` | JSON. Never blocks; a consumer that does not keep up misses messages.
/// Belongs to one thread at a time.
class Publisher {
 public:
  /// Binds every channel. Throws PublisherError: plain and not loopback, in use, no endpoint.
  explicit Publisher(PublisherOptions options);
  ~Publisher();
  Publisher(const Publisher&) = delete;
  Publisher& operator=(const Publisher&) = delete;

  /// False where the event's channel is not one of the publisher's.
  bool publish(const ChainedEvent& event, const std::string& picture);
  void beat(const AlertBeat& beat);

  /// Closes at once where somebody has lost his key, and opens again; call it every 100 ms where there is a
  /// guarded channel. What is published or beats looks by itself.
  void look_at_keys();
  [[nodiscard]] bool guarded() const;

  /// The endpoint as bound: a port `*` has become a number.
  [[nodiscard]] std::string endpoint_of(const std::string& channel) const;
  [[nodiscard]] const std::vector<LiveChannel>& channels() const { return options_.channels; }

  /// Pictures above 4 KiB, which do not travel.
  [[nodiscard]] std::uint64_t pictures_too_large() const { return pictures_too_large_; }

 private:
  struct Wire;

  void bind(const LiveChannel& channel);
  [[nodiscard]] zmq::socket_t* socket_of(const std::string& channel);

  PublisherOptions options_;
  std::unique_ptr<Wire> wire_;
  std::uint64_t pictures_too_large_ = 0;
};

inline constexpr std::size_t kLargestWirePicture = 4096;

}  // namespace nightjar
