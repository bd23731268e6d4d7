#include <gtest/gtest.h>

#include <GeographicLib/LocalCartesian.hpp>
#include <memory>

#include "processing/thermal/ground_tracker.hpp"
#include "tests/processing/ground/made_terrain.hpp"

namespace nightjar {
namespace {

const cv::Size kPicture{640, 512};
constexpr double kLatitude_deg = 51.0, kLongitude_deg = -1.35;

/// A hillside that rises to the north by one in four.
MadeTerrain hillside() {
  MadeTerrain made;
  made.height_m = [](double, double y) { return 100 + 0.25 * 111250 * (y - kLatitude_deg); };
  return made;
}

/// From the south, 60 m above the hill's middle height, looking north and 40 degrees down.
Telemetry pose(double east_m) {
  const GeographicLib::LocalCartesian field(kLatitude_deg, kLongitude_deg, 100);
  Telemetry t;
  double latitude = 0, longitude = 0, height = 0;
  field.Reverse(east_m, -60, 60, latitude, longitude, height);
  t.latitude_deg = latitude, t.longitude_deg = longitude, t.height_m = height;
  t.heading_deg = 0, t.pitch_deg = 0, t.roll_deg = 0;
  t.gimbal_yaw_deg = 0, t.gimbal_pitch_deg = -40, t.gimbal_roll_deg = 0;
  t.hfov_deg = 57, t.vfov_deg = 45;
  return t;
}

struct Body {
  double latitude_deg, longitude_deg;
};

/// What is found of a body that lies still, looked at from one side to the other.
std::vector<HeatTrack> tracks_of(const GroundTrackerOptions& options, const Body& body,
                                 bool state_fov = true) {
  GroundOptions real;
  real.terrain = std::make_shared<const Terrain>(write(hillside(), "tracked.tif"));
  GroundTracker tracker(options);
  for (int i = 0; i < 20; ++i) {
    HeatView view{CaptureTime(std::chrono::milliseconds(500 * i)),
                  static_cast<std::uint64_t>(i),
                  kPicture,
                  pose(-20 + 2 * i),
                  {}};
    const auto camera = CameraModel::from(*view.telemetry, kPicture, options.distortion);
    const auto pixel = GroundProjector(real).pixel_of(*camera, body.latitude_deg, body.longitude_deg);
    EXPECT_TRUE(pixel);
    if (!pixel) return {};
    HeatSpot spot;
    spot.centre_px = cv::Point2f(static_cast<float>(pixel->x()), static_cast<float>(pixel->y()));
    spot.length_px = 12, spot.width_px = 6, spot.area_px = 60, spot.contrast = 40;
    view.spots.push_back(spot);
    if (!state_fov) view.telemetry->hfov_deg = view.telemetry->vfov_deg = std::nullopt;
    tracker.update(view);
  }
  return tracker.tracks();
}

double distance_m(const HeatTrack& track, const Body& body) {
  const GeographicLib::LocalCartesian field(body.latitude_deg, body.longitude_deg, track.position->height_m);
  double x = 0, y = 0, z = 0;
  field.Forward(track.position->latitude_deg, track.position->longitude_deg, track.position->height_m, x, y,
                z);
  return std::hypot(x, y);
}

GroundTrackerOptions on_the_hill() {
  GroundTrackerOptions options;
  options.ground.terrain = std::make_shared<const Terrain>(write(hillside(), "hill.tif"));
  options.ground.pose_error = {0.3, 0.3};
  return options;
}

const Body kBody{kLatitude_deg + 20 / 111250.0, kLongitude_deg + 3 / 70200.0};

TEST(TerrainTracker, puts_a_contact_where_it_lies_on_a_hillside) {
  const auto found = tracks_of(on_the_hill(), kBody);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].outcome, HeatOutcome::confirmed);
  EXPECT_LT(distance_m(found[0], kBody), 0.2);
  EXPECT_NEAR(found[0].position->height_m, 105, 0.1);

  GroundTrackerOptions flat;
  flat.ground.level_m = 100;
  flat.ground.pose_error = {0.3, 0.3};
  for (const HeatTrack& track : tracks_of(flat, kBody)) EXPECT_GT(distance_m(track, kBody), 2);
}

TEST(TerrainTracker, takes_the_lens_for_telemetry_that_states_no_field_of_view) {
  GroundTrackerOptions options = on_the_hill();
  EXPECT_TRUE(tracks_of(options, kBody, /*state_fov=*/false).empty()) << "position unknown";
  options.hfov_deg = 57;
  options.vfov_deg = 45;
  const auto found = tracks_of(options, kBody, /*state_fov=*/false);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_LT(distance_m(found[0], kBody), 0.2);
}

TEST(TerrainTracker, allows_for_the_lens_distortion) {
  const Body aside{kLatitude_deg + 45 / 111250.0, kLongitude_deg + 20 / 70200.0};
  GroundTrackerOptions options = on_the_hill();
  options.distortion = {.k1 = -0.2, .k2 = 0.03, .k3 = 0, .p1 = 0.001, .p2 = 0};
  const auto found = tracks_of(options, aside);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_LT(distance_m(found[0], aside), 0.2);
}

}  // namespace
}  // namespace nightjar
