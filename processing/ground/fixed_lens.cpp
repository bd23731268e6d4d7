#include "processing/ground/fixed_lens.hpp"

namespace nightjar {
Telemetry FixedLens::complete(Telemetry telemetry) {
  stated_before_ = stated_before_ || telemetry.hfov_deg.has_value();
  if (stated_before_) return telemetry;
  telemetry.hfov_deg = hfov_deg_;
  telemetry.vfov_deg = vfov_deg_;
  return telemetry;
}

}  // namespace nightjar
