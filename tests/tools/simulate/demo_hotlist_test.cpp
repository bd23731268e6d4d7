#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <iostream>

#include "processing/hotlist/hotlist_file.hpp"
#include "tools/simulate/footage.hpp"
#include "tools/simulate/footage_text.hpp"

namespace nightjar {
namespace {

TEST(DemoHotlist, lists_the_vehicles_that_the_demonstration_shows) {
  const HotlistLoad load =
      load_hotlist(std::filesystem::path(NIGHTJAR_SOURCE_DIR) / "config" / "sites" / "demo.csv");
  ASSERT_TRUE(load.index);
  EXPECT_THAT(load.findings.faults(), testing::IsEmpty());
  const FootageOptions options;
  LaneRecording lane(options.lane_recording());
  std::size_t listed = 0;
  for (const Vehicle& vehicle : lane.vehicles()) {
    EXPECT_EQ(load.index->first_row(vehicle.mark).has_value(), vehicle.listed) << vehicle.mark;
    if (vehicle.listed) ++listed;
  }
  EXPECT_GT(listed, 0U);
  if (testing::Test::HasFailure()) {
    std::cout << "config/sites/demo.csv should be:\n" << hotlist_of(lane);
  }
}

}  // namespace
}  // namespace nightjar
