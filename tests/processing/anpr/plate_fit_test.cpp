#include "processing/anpr/plate_fit.hpp"

#include <gtest/gtest.h>

#include "tests/processing/anpr/scripted_reads.hpp"

namespace nightjar {
namespace {

using scripted::at;
using scripted::box;
using scripted::text;
using std::chrono::milliseconds;

const cv::Size kPicture(1920, 1080);

/// A plate 100 px wide that was seen in six frames, `step_px` further down in each, the last at (900, 500).
PlateTrack track(double step_px) {
  PlateTrack track;
  for (int n = 0; n < 6; ++n)
    track.add(place_of(box(900, static_cast<float>(500 + step_px * (n - 5)), 100), at(milliseconds(40 * n))));
  return track;
}

/// How badly a plate 100 px wide fits, `later` after the track's last sighting.
std::optional<double> fit(const PlateTrack& track, const PlateText& known, float x, float y,
                          milliseconds later, const std::optional<PlateText>& read, bool standing = false,
                          milliseconds told = milliseconds(200)) {
  return misfit({track, known, standing, false, at(told)},
                place_of(box(x, y, 100), at(milliseconds(200) + later)), read, kPicture, {});
}

TEST(PlateFit, takes_what_comes_where_it_is_expected_with_or_without_a_text) {
  const PlateTrack moving = track(12);
  EXPECT_TRUE(fit(moving, {}, 900, 512, milliseconds(40), std::nullopt));
  EXPECT_TRUE(fit(moving, text("AB12CDE", 0.9), 905, 515, milliseconds(40), text("AB12CDE", 0.9)));
  EXPECT_LT(*fit(moving, text("AB12CDE", 0.9), 900, 512, milliseconds(40), text("AB12CDE", 0.9)),
            *fit(moving, text("AB12CDE", 0.9), 900, 512, milliseconds(40), std::nullopt));
}

TEST(PlateFit, lets_a_motorcycle_leap_twice_the_widths_of_a_car) {
  const auto once = [](float height) {
    PlateBox first = box(900, 500, 70);
    first.corners = {cv::Point2f(865, 500), cv::Point2f(935, 500), cv::Point2f(935, 500 + height),
                     cv::Point2f(865, 500 + height)};
    PlateTrack track;
    track.add(place_of(first, at(milliseconds(200))));
    return fit(track, text("OV19ZWM", 0.3), 900 + 390, 520, milliseconds(120), text("GV1GZWM", 0.5));
  };
  EXPECT_FALSE(once(15));
  EXPECT_TRUE(once(51));
}

TEST(PlateFit, does_not_let_what_stands_leap_onto_a_plate_that_passes) {
  const PlateTrack sign = track(0);
  EXPECT_TRUE(fit(sign, {}, 920, 505, milliseconds(40), text("AB12CDE", 0.9), true));
  EXPECT_FALSE(fit(sign, {}, 980, 540, milliseconds(40), text("AB12CDE", 0.9), true));
  EXPECT_FALSE(fit(sign, text("HGV75T", 0.9), 980, 540, milliseconds(40), std::nullopt, true));
}

TEST(PlateFit, does_not_follow_into_the_distance_what_has_not_shown_its_mark_for_long) {
  const PlateTrack moving = track(12);
  const PlateText known = text("AB12CDE", 0.95);
  EXPECT_TRUE(fit(moving, known, 900, 512, milliseconds(40), std::nullopt, false, milliseconds(-500)));
  EXPECT_FALSE(fit(moving, known, 900, 512, milliseconds(40), std::nullopt, false, milliseconds(-900)));
  EXPECT_TRUE(
      fit(moving, known, 900, 512, milliseconds(40), text("AB12CDE", 0.4), false, milliseconds(-900)));
}

TEST(PlateFit, waits_briefly_only_for_what_could_not_be_read) {
  const PlateTrack moving = track(2);
  EXPECT_TRUE(fit(moving, {}, 900, 525, milliseconds(500), text("AB12CDE", 0.9)));
  EXPECT_FALSE(fit(moving, {}, 900, 535, milliseconds(700), text("AB12CDE", 0.9)));
  EXPECT_TRUE(fit(moving, text("AB12CDE", 0.9), 900, 535, milliseconds(700), text("AB12CDE", 0.9)));
}

TEST(PlateFit, knows_who_has_left_the_picture_by_the_mark_only) {
  PlateTrack leaving;
  for (int n = 0; n < 6; ++n)
    leaving.add(place_of(box(900, static_cast<float>(1040 + 30 * (n - 5)), 100), at(milliseconds(40 * n))));
  const PlateText known = text("AB12CDE", 0.95);
  EXPECT_FALSE(fit(leaving, known, 900, 1060, milliseconds(120), std::nullopt))
      << "the next one comes in there";
  EXPECT_TRUE(fit(leaving, known, 900, 1060, milliseconds(120), text("AB12CDE", 0.95)));
}

TEST(PlateFit, knows_a_whole_mark_again_wherever_it_comes_up) {
  const PlateTrack moving = track(40);
  const PlateText known = text("AB12CDE", 0.99);
  EXPECT_TRUE(fit(moving, known, 600, 200, milliseconds(500), text("AB12CDE", 0.99)));
  EXPECT_FALSE(fit(moving, known, 600, 200, milliseconds(500), text("AB12CDF", 0.99)));
}

TEST(PlateFit, keeps_vehicles_apart_whose_marks_differ) {
  const PlateTrack moving = track(12);
  EXPECT_FALSE(fit(moving, text("AB12CDE", 0.9), 900, 512, milliseconds(40), text("XK57FPW", 0.9)));
}

TEST(PlateFit, takes_one_row_of_a_plate_for_the_plate) {
  const PlateTrack moving = track(12);
  EXPECT_TRUE(fit(moving, text("GU75TPO", 0.99), 905, 515, milliseconds(40), text("TPO", 0.9)));
  EXPECT_TRUE(fit(moving, text("TPO", 0.9), 905, 515, milliseconds(40), text("GU75TPO", 0.99)));
  EXPECT_FALSE(fit(moving, text("GU75TPO", 0.99), 905, 515, milliseconds(40), text("75T", 0.9)));
}

TEST(BestFits, gives_each_pass_and_each_plate_once_the_best_first) {
  const auto pass_of = best_fits({{0.5, 0, 0}, {0.1, 1, 0}, {0.9, 0, 1}, {0.2, 2, 0}}, 3, 2);
  EXPECT_EQ(pass_of[0], 1U);
  EXPECT_EQ(pass_of[1], 0U);
  EXPECT_FALSE(pass_of[2]);
}

}  // namespace
}  // namespace nightjar
