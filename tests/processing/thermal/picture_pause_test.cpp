#include "processing/thermal/picture_pause.hpp"

#include <gtest/gtest.h>

#include "tests/processing/thermal/made_flight.hpp"

namespace nightjar {
namespace {

using State = std::optional<PicturePause>;

State look(PicturePauseWatch& watch, int i, const cv::Mat& levels,
           const std::optional<Telemetry>& telemetry = {}) {
  return watch.look(levels, MadeFlight::frame(i, levels).captured_at, telemetry);
}

TEST(PicturePause, notices_a_freeze_and_its_end_in_8_and_16_bits) {
  const MadeFlight flight;
  for (const int type : {CV_8UC1, CV_16UC1}) {
    PicturePauseWatch watch;
    for (int i = 0; i < 30; ++i) {
      const bool frozen = i >= 15 && i < 24;
      // The level jumps when the picture comes back.
      cv::Mat picture = flight.picture(frozen ? 14 : i, type);
      if (i >= 24) picture += 9;
      EXPECT_EQ(look(watch, i, picture), frozen ? State(PicturePause::frozen) : State()) << i;
    }
  }
}

TEST(PicturePause, sees_through_an_encoder_s_fresh_picture_of_the_same) {
  const MadeFlight flight;
  PicturePauseWatch watch;
  for (int i = 0; i < 20; ++i) (void)look(watch, i, flight.picture(i));
  const cv::Mat last = flight.picture(19);
  EXPECT_EQ(look(watch, 20, last), PicturePause::frozen);
  cv::Mat again = last.clone();  // a key frame: every third pixel is one level off
  for (int i = 0; i < static_cast<int>(again.total()); i += 3) again.data[i] += 1;
  EXPECT_EQ(look(watch, 21, again), PicturePause::frozen);
  EXPECT_EQ(look(watch, 22, flight.picture(22)), State());
}

TEST(PicturePause, notices_the_closed_shutter) {
  const MadeFlight flight;
  PicturePauseWatch watch;
  for (int i = 0; i < 30; ++i) {
    const bool blank = i >= 15 && i < 22;
    const cv::Mat picture =
        blank ? made_noise({640, 512}, CV_8UC1, 120, 0.4, 50 + static_cast<std::uint64_t>(i))
              : flight.picture(i);
    EXPECT_EQ(look(watch, i, picture), blank ? State(PicturePause::blank) : State()) << i;
  }
}

TEST(PicturePause, takes_a_hovering_camera_s_noise_for_new_pictures) {
  MadeFlight flight;
  flight.noise = 0.3;
  PicturePauseWatch watch;
  for (int i = 0; i < 60; ++i) EXPECT_EQ(look(watch, i, flight.picture_at(0, i)), State()) << i;
}

TEST(PicturePause, gives_up_on_a_scene_that_stands_still_unless_the_camera_moved) {
  const MadeFlight flight;
  for (const bool moves : {false, true}) {
    PicturePauseWatch watch;
    int paused = 0;
    for (int i = 0; i < 90; ++i) {
      Telemetry telemetry;
      telemetry.latitude_deg = 51 + (moves ? 1e-5 * i : 0);
      telemetry.longitude_deg = -1;
      paused += look(watch, i, flight.picture(i < 10 ? i : 9), telemetry) ? 1 : 0;
    }
    EXPECT_NEAR(paused, moves ? 80 : 31, 2);
  }
}

TEST(PicturePause, lets_an_even_scene_be_after_a_while) {
  const MadeFlight flight;
  PicturePauseWatch watch;
  int blank = 0;
  for (int i = 0; i < 200; ++i) {
    const cv::Mat sea = made_noise({640, 512}, CV_8UC1, 120, 0.4, 50 + static_cast<std::uint64_t>(i));
    blank += look(watch, i, i < 15 ? flight.picture(i) : sea) ? 1 : 0;
  }
  EXPECT_NEAR(blank, 31, 2);
}

}  // namespace
}  // namespace nightjar
