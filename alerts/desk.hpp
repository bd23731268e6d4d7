#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "alerts/desk_request.hpp"
#include "alerts/key_gate.hpp"

namespace nightjar {

/// Why a desk cannot be opened; `what()` is one line that names channel and endpoint.
class DeskError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct DeskChannel {
  std::string name;
  std::string endpoint;
};

struct DeskOptions {
  std::vector<DeskChannel> channels;
  /// Messages on their way to one asker, and from one; beyond it ZeroMQ drops answers. 16 MiB at most.
  int high_water = 64;
  std::chrono::milliseconds linger{1000};  ///< for answers still on their way when the desk closes
  std::set<std::string> long_duties;       ///< those that read for long: they run on a thread of their own
  std::shared_ptr<KeyGate> gate;           ///< of the encrypted channels; null: there are none
};

struct DeskCounts {
  std::uint64_t asked = 0;      ///< requests that were understood
  std::uint64_t refused = 0;    ///< of those: answered with an error
  std::uint64_t malformed = 0;  ///< what was no request
};

/// Answers what people and consoles ask a channel: one ZeroMQ ROUTER a channel, requests of one JSON object,
/// answers of one page or several. Has a thread of its own, so that neither feeds nor alerts wait for it.
/// A desk knows its own channel only. Takes what comes as untrusted; nothing that comes ends it.
class Desk {
 public:
  /// Binds every channel. Duties run on the desk's thread, but for the long ones. Throws DeskError.
  Desk(const DeskOptions& options, DeskDuties duties);
  /// Finishes what it is at.
  ~Desk();
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  /// The endpoint as bound: a port `*` has become a number. Throws std::out_of_range.
  [[nodiscard]] std::string endpoint_of(const std::string& channel) const;

  /// Any thread.
  [[nodiscard]] DeskCounts counts() const;

 private:
  struct Wire;
  std::unique_ptr<Wire> wire_;
};

}  // namespace nightjar
