#pragma once

#include <optional>

#include "ingest/telemetry.hpp"

namespace nightjar {

/// Gives a lens that does not zoom its angles of view where the telemetry states none. A telemetry that has
/// stated some knows of a zoom: where it then falls silent, nothing is known, for a wrong angle of view would
/// put contacts in wrong places.
class FixedLens {
 public:
  FixedLens() = default;
  FixedLens(std::optional<double> hfov_deg, std::optional<double> vfov_deg)
      : hfov_deg_(hfov_deg), vfov_deg_(vfov_deg) {}

  /// In order of time.
  [[nodiscard]] Telemetry complete(Telemetry telemetry);

 private:
  std::optional<double> hfov_deg_;
  std::optional<double> vfov_deg_;
  bool stated_before_ = false;
};

}  // namespace nightjar
