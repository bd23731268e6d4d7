#include "tools/simulate/drone_metadata.hpp"

#include <array>
#include <opencv2/core.hpp>

#include "ingest/telemetry/geoid.hpp"
#include "tools/simulate/footage_text.hpp"
#include "tools/simulate/misb_packet.hpp"

namespace nightjar {
namespace {

/// Where a pixel looks, in local axes.
std::optional<cv::Point3d> seen_at(const DronePose& pose, cv::Point2d pixel, const Hills& hills) {
  return hills.meet(pose.position_m, pose.direction_of(pixel));
}

SeenPoint seen_point(const cv::Point3d& at, double geoid_m) {
  const cv::Point2d place = wgs84_from_local({at.x, at.y});
  return {place.x, place.y, kFlightGround_m + at.z - geoid_m};
}

/// nullopt where a corner of the picture looks over the fields' end.
std::optional<SeenGround> seen_ground(const DronePose& pose, const Hills& hills, double geoid_m) {
  const double right = kThermalSize.width - 0.5;
  const double bottom = kThermalSize.height - 0.5;
  const auto centre = seen_at(pose, {(kThermalSize.width - 1) / 2.0, (kThermalSize.height - 1) / 2.0}, hills);
  if (!centre) return std::nullopt;
  SeenGround ground;
  ground.slant_range_m = cv::norm(*centre - pose.position_m);
  ground.centre = seen_point(*centre, geoid_m);
  const std::array<cv::Point2d, 4> corners = {{{-0.5, -0.5}, {right, -0.5}, {right, bottom}, {-0.5, bottom}}};
  for (std::size_t i = 0; i < corners.size(); ++i) {
    const auto corner = seen_at(pose, corners[i], hills);
    if (!corner) return std::nullopt;
    ground.corners[i] = seen_point(*corner, geoid_m);
  }
  return ground;
}

}  // namespace

std::vector<TimedPacket> misb_packets(const std::vector<ReportedRecord>& records, const Hills& hills) {
  const double geoid_m = Geoid().separation_m(kFlightLatitude_deg, kFlightLongitude_deg).value();
  std::vector<TimedPacket> packets;
  packets.reserve(records.size());
  for (const ReportedRecord& record : records) {
    Telemetry telemetry = record.telemetry;
    telemetry.measured_at = footage_time(record.stated_s);
    packets.push_back(
        {record.stated_s, misb_packet(telemetry, geoid_m, seen_ground(pose_of(telemetry), hills, geoid_m))});
  }
  return packets;
}

}  // namespace nightjar
