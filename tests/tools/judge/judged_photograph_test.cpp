#include "tools/judge/judged_photograph.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/core.hpp>

#include "processing/anpr/plate_reader.hpp"
#include "processing/anpr/registration_mark.hpp"

namespace nightjar {
namespace {

JudgedVehicle plain_vehicle(const std::string& mark) {
  JudgedVehicle vehicle;
  vehicle.plate.rows = {mark};
  vehicle.view.px_per_mm = 0.35;
  vehicle.front_seed = 5;
  return vehicle;
}

TEST(JudgedPhotograph, is_the_same_for_the_same_seed_and_another_for_another) {
  for (std::uint64_t seed : {1U, 2U, 3U}) {
    std::mt19937_64 one(seed);
    std::mt19937_64 two(seed);
    std::mt19937_64 other(seed + 100);
    const JudgedPhotograph a = close_photograph(judged_vehicle(one), one);
    const JudgedPhotograph b = close_photograph(judged_vehicle(two), two);
    const JudgedPhotograph c = close_photograph(judged_vehicle(other), other);
    ASSERT_EQ(a.luma.size(), b.luma.size());
    EXPECT_EQ(cv::norm(a.luma, b.luma, cv::NORM_INF), 0);
    EXPECT_EQ(a.mark, b.mark);
    EXPECT_NE(a.mark, c.mark);
  }
}

TEST(JudgedPhotograph, puts_the_corners_where_the_plate_is) {
  JudgedVehicle vehicle = plain_vehicle("AB12 CDE");
  vehicle.view.turn_deg = 30;
  vehicle.view.distance_m = 3;
  vehicle.plate.rows = {""};
  std::mt19937_64 rng(1);
  const JudgedPhotograph made = close_photograph(vehicle, rng);
  const cv::Point2f middle = (made.corners[0] + made.corners[1] + made.corners[2] + made.corners[3]) / 4;
  for (const cv::Point2f& corner : made.corners) {
    const cv::Point within(corner + (middle - corner) * 0.15F);
    const cv::Point outside(corner - (middle - corner) * 0.15F);
    EXPECT_GT(made.luma.at<unsigned char>(within), 180);
    EXPECT_LT(made.luma.at<unsigned char>(outside), made.luma.at<unsigned char>(within));
  }
  const double near_edge = cv::norm(made.corners[0] - made.corners[3]);
  const double far_edge = cv::norm(made.corners[1] - made.corners[2]);
  EXPECT_GT(std::abs(near_edge - far_edge), 2) << "of a plate turned away one end is nearer";
}

TEST(JudgedPhotograph, of_a_plain_plate_can_be_read) {
  PlateReader reader;
  for (const std::string mark : {"AB12 CDE", "KX57 FGH", "M346 NPR"}) {
    std::mt19937_64 rng(7);
    const JudgedPhotograph made = close_photograph(plain_vehicle(mark), rng);
    PlateBox box;
    box.corners = made.corners;
    EXPECT_EQ(reader.read(made.luma, box).mark, bare_mark(mark));
  }
}

TEST(JudgedPhotograph, returns_the_plate_and_little_else_under_an_infra_red_lamp) {
  JudgedVehicle vehicle = plain_vehicle("AB12 CDE");
  vehicle.light.infra_red = true;
  vehicle.light.sky = 0;
  std::mt19937_64 rng(1);
  const JudgedPhotograph made = close_photograph(vehicle, rng);
  EXPECT_TRUE(made.colour.empty());
  const cv::Point plate_corner(made.corners[0] + (made.corners[2] - made.corners[0]) * 0.03F);
  EXPECT_GT(made.luma.at<unsigned char>(plate_corner), 200);
  EXPECT_LT(made.luma.at<unsigned char>(2, 2), 130);
}

TEST(JudgedPhotograph, of_lettering_has_no_mark) {
  std::mt19937_64 rng(3);
  EXPECT_EQ(close_photograph(judged_vehicle(rng, JudgedSubject::lettering), rng).mark, "");
}

TEST(JudgedPhotograph, cut_off_leaves_a_character_outside_of_the_box) {
  std::mt19937_64 rng(4);
  const JudgedPhotograph made = close_photograph(plain_vehicle("AB12 CDE"), rng);
  const double whole = cv::norm(made.corners[1] - made.corners[0]);
  for (int i = 0; i < 20; ++i) {
    const PlateBox box = cut_off(made, rng);
    EXPECT_LT(cv::norm(box.corners[1] - box.corners[0]), whole * 0.95);
  }
}

}  // namespace
}  // namespace nightjar
