#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/frame_notes.hpp"
#include "ingest/telemetry/telemetry_socket.hpp"

namespace nightjar {

/// Takes in where the force's own people and cars are, for all feeds: a file of JSON lines, or lines that
/// come by UDP or TCP. Any thread.
class OwnPositions {
 public:
  /// How far one reader has come.
  struct Cursor {
    std::uint64_t next = 0;
  };

  /// `place` is a file, `udp://HOST:PORT` or `tcp://HOST:PORT`. `refused` hears one line for each line that
  /// is wrong, on the listening thread. Throws std::runtime_error where the file cannot be read or the port
  /// not be listened at.
  OwnPositions(const std::string& place, std::function<void(const std::string&)> refused);
  ~OwnPositions();
  OwnPositions(const OwnPositions&) = delete;
  OwnPositions& operator=(const OwnPositions&) = delete;

  /// What has come since the reader asked last; of a file, what was true by `now`, in order of time.
  [[nodiscard]] std::vector<OwnPosition> take_new(Cursor& cursor, CaptureTime now) const;

  [[nodiscard]] std::uint64_t taken() const;
  [[nodiscard]] std::uint64_t bad_lines() const;
  [[nodiscard]] int port() const { return socket_ ? socket_->port() : 0; }  ///< that it listens at

 private:
  void read_file();
  void take(std::string_view line, const std::string& where);

  static constexpr std::size_t kKept = 4096;  ///< of live ones; a reader that is later misses the oldest

  const std::string place_;
  const std::function<void(const std::string&)> refused_;
  const bool live_;

  mutable std::mutex lock_;            // over what follows
  std::deque<OwnPosition> positions_;  // as they came; of a file by time
  std::uint64_t first_ = 0;            // number of the oldest that is kept
  std::uint64_t bad_lines_ = 0;

  std::unique_ptr<TelemetrySocket> socket_;  // of its lines, not of its records; after what it fills
};

}  // namespace nightjar
