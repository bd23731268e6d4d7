#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ingest/telemetry/klv_telemetry.hpp"
#include "ingest/telemetry/record_order.hpp"

namespace nightjar {

/// Turns KLV into telemetry as it comes, at the times that its packets state.
class LiveKlv {
 public:
  struct Taken {
    std::vector<Telemetry> records;
    bool went_back = false;    ///< the sender's clock was set back: what came before is of another time
    std::size_t unusable = 0;  ///< packets that are damaged or state no time, or bytes that hold none
  };

  /// One or more packets, each whole.
  Taken take(std::span<const std::uint8_t> bytes);

  /// A phrase about what was found out, each once.
  std::optional<std::string> take_news();

 private:
  void tell(const std::string& news);

  KlvTelemetry stream_;
  RecordOrder order_;
  std::vector<std::string> told_;
  std::size_t handed_out_ = 0;  // of them
};

}  // namespace nightjar
