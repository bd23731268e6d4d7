#pragma once

#include <array>
#include <cstddef>
#include <deque>
#include <optional>
#include <string>

#include "ingest/telemetry/klv_sight.hpp"

namespace nightjar {

/// Finds out what a stream measures its sensor angles from, by where each reading of them would look against
/// where the stream says that the centre of its picture lies. Two of three real flights break the standard.
class AngleEvidence {
 public:
  /// A reading must be so much better than the standard's to be preferred to it.
  static constexpr double kClearly_deg = 1.5;

  void weigh(const MisbPacket& packet, const ReportedSight& reported);

  /// The standard's, unless another fits the packets weighed clearly better.
  [[nodiscard]] AngleOrigin choice() const;

  /// Median over the packets weighed; nullopt: none had what it takes.
  [[nodiscard]] std::optional<double> error_deg(AngleOrigin origin) const;

  [[nodiscard]] std::size_t packets() const { return weighed_; }

  /// One line: what was chosen, and why.
  [[nodiscard]] std::string words() const;

 private:
  static constexpr std::size_t kOrigins = 3;
  std::array<std::deque<double>, kOrigins> errors_deg_;  // the newest
  std::size_t weighed_ = 0;
};

}  // namespace nightjar
