#include "processing/anpr/plate_passes.hpp"

#include <gmock/gmock.h>

#include "tests/processing/anpr/scripted_lane.hpp"

namespace nightjar {
namespace {

using scripted::box;
using scripted::coming;
using scripted::frame;
using scripted::Lane;
using scripted::text;
using std::chrono::milliseconds;

TEST(PlatePasses, keeps_one_pass_over_a_gap_of_a_second) {
  Lane lane;
  for (int n = 0; n < 5; ++n) lane.see(milliseconds(40 * n), {coming(n, text("AB12CDE", 0.95))});
  lane.nothing(milliseconds(200), milliseconds(1200));
  for (int n = 30; n < 35; ++n) lane.see(milliseconds(40 * n), {coming(n, text("AB12CDE", 0.95))});
  lane.end();
  EXPECT_EQ(lane.passes.counts().begun, 1U);
  EXPECT_EQ(lane.ended().size(), 1U);
}

TEST(PlatePasses, begins_a_second_pass_when_a_mark_comes_back_after_it_has_gone) {
  Lane lane;
  lane.see(milliseconds(0), {coming(0, text("AB12CDE", 0.95))});
  lane.nothing(milliseconds(40), milliseconds(4000));
  lane.see(milliseconds(4000), {coming(0, text("AB12CDE", 0.95))});
  lane.end();
  EXPECT_EQ(lane.passes.counts().begun, 2U);
  EXPECT_EQ(lane.passes.counts().read, 2U);
}

/// The same vehicle far from where it was expected: its plate much smaller, across the picture.
SeenPlate found_elsewhere(int n, const PlateText& read) {
  return {box(static_cast<float>(1500 - 10 * n), static_cast<float>(900 + 5 * n), 30), read};
}

TEST(PlatePasses, joins_what_was_lost_from_view_and_found_again_where_nobody_expected_it) {
  Lane lane;
  for (int n = 0; n < 5; ++n) lane.see(milliseconds(40 * n), {coming(n, text("AB12CDE", 0.95))});
  lane.see(milliseconds(240), {found_elsewhere(0, text("A812CDE", 0.6))});
  EXPECT_EQ(lane.passes.counts().open, 2U);
  lane.see(milliseconds(280), {found_elsewhere(1, text("AB12CDE", 0.99))});
  ASSERT_EQ(lane.passes.joined().size(), 1U);
  EXPECT_EQ(lane.passes.joined()[0].earlier, 1U);
  EXPECT_TRUE(lane.passes.joined()[0].best);
  EXPECT_EQ(lane.passes.placings().at(0).pass, 1U);
  lane.see(milliseconds(320), {found_elsewhere(2, text("AB12CDE", 0.95))});
  EXPECT_TRUE(lane.passes.joined().empty());
  lane.end();
  ASSERT_EQ(lane.ended().size(), 1U);
  EXPECT_EQ(lane.ended()[0].pass, 1U);
  EXPECT_EQ(lane.ended()[0].frames_read, 8U);
  EXPECT_EQ(lane.ended()[0].last_seen, scripted::at(milliseconds(320)));
  EXPECT_EQ(lane.ended()[0].best_sequence, 7U);
  EXPECT_EQ(lane.passes.counts().begun, 1U);
  for (const PlateRead& read : lane.handed_on) EXPECT_EQ(read.pass, 1U);
}

TEST(PlatePasses, does_not_join_two_vehicles_of_one_mark_in_one_picture) {
  Lane lane;
  for (int n = 0; n < 8; ++n) {
    const SeenPlate clone{box(1500, static_cast<float>(900 - 20 * n), 60), text("AB12CDE", 0.95)};
    lane.see(milliseconds(40 * n), {coming(n, text("AB12CDE", 0.95)), clone});
  }
  lane.end();
  EXPECT_EQ(lane.passes.counts().read, 2U);
}

TEST(PlatePasses, ends_a_pass_after_a_second_and_a_half_unseen_and_not_before) {
  Lane lane;
  lane.see(milliseconds(0), {coming(0, text("AB12CDE", 0.95))});
  lane.nothing(milliseconds(40), milliseconds(1480));
  EXPECT_TRUE(lane.ended().empty());
  lane.nothing(milliseconds(1480), milliseconds(1600));
  EXPECT_EQ(lane.ended().size(), 1U);
}

TEST(PlatePasses, follows_two_vehicles_side_by_side) {
  Lane lane;
  for (int n = 0; n < 10; ++n) {
    const auto down = static_cast<float>(300 + 15 * n);
    std::vector<SeenPlate> plates{{box(600, down, 110), text("AB12CDE", 0.93)},
                                  {box(1300, down, 110), text("XK57FPW", 0.93)}};
    if (n % 2 == 1) std::swap(plates[0], plates[1]);
    lane.see(milliseconds(40 * n), plates);
  }
  lane.end();
  ASSERT_EQ(lane.ended().size(), 2U);
  EXPECT_EQ(lane.ended()[0].text.mark, "AB12CDE");
  EXPECT_EQ(lane.ended()[1].text.mark, "XK57FPW");
  EXPECT_EQ(lane.ended()[0].frames_read, 10U);
}

TEST(PlatePasses, takes_the_vehicle_right_behind_for_another_one) {
  Lane lane;
  for (int n = 0; n < 8; ++n) lane.see(milliseconds(40 * n), {coming(n, text("AB12CDE", 0.95))});
  for (int n = 8; n < 16; ++n) lane.see(milliseconds(40 * n), {coming(n - 1, text("XK57FPW", 0.95))});
  lane.end();
  ASSERT_EQ(lane.ended().size(), 2U);
  EXPECT_EQ(lane.ended()[0].text.mark, "AB12CDE");
  EXPECT_EQ(lane.ended()[1].text.mark, "XK57FPW");
}

TEST(PlatePasses, takes_a_convoy_with_neighbouring_marks_for_two_vehicles) {
  Lane lane;
  for (int n = 0; n < 10; ++n)
    lane.see(milliseconds(40 * n),
             {{box(900, 300 + 40 * static_cast<float>(n), 100 + 8 * static_cast<float>(n)),
               text("AB12CDE", 0.96)}});
  for (int n = 0; n < 10; ++n)
    lane.see(milliseconds(800 + 40 * n),
             {{box(900, 300 + 40 * static_cast<float>(n), 100 + 8 * static_cast<float>(n)),
               text("AB12CDF", 0.96)}});
  lane.end();
  ASSERT_EQ(lane.ended().size(), 2U);
  EXPECT_EQ(lane.ended()[0].text.mark, "AB12CDE");
  EXPECT_EQ(lane.ended()[1].text.mark, "AB12CDF");
}

TEST(PlatePasses, does_not_hand_on_one_wild_read_where_another_plate_stands) {
  Lane lane;
  for (int n = 0; n < 10; ++n) lane.see(milliseconds(40 * n), {{box(900, 500, 120), text("AB12CDE", 0.97)}});
  lane.see(milliseconds(400), {{box(900, 500, 120), text("PPP111X", 0.93)}});
  for (int n = 11; n < 20; ++n) lane.see(milliseconds(40 * n), {{box(900, 500, 120), text("AB12CDE", 0.97)}});
  for (const PlateRead& read : lane.handed_on) EXPECT_EQ(read.text.mark, "AB12CDE");
}

TEST(PlatePasses, follows_a_vehicle_at_seventy_miles_an_hour) {
  Lane lane;
  // 31 m/s towards a camera 6 m up: the plate is seen from 30 m to 8 m, in 25 frames a second.
  int frames = 0;
  for (double z = 30; z > 8; z -= 31.0 / 25, ++frames) {
    const auto f = 1900.0 / z;
    lane.see(milliseconds(40 * frames),
             {{box(static_cast<float>(960 + 0.5 * f), static_cast<float>(200 + 3.5 * f),
                   static_cast<float>(0.52 * f)),
               text("AB12CDE", 0.9)}});
  }
  lane.end();
  EXPECT_EQ(lane.passes.counts().begun, 1U);
  EXPECT_EQ(lane.ended()[0].direction, Direction::towards);
}

TEST(PlatePasses, lets_a_parked_plate_be_one_quiet_pass) {
  Lane lane;
  for (int n = 0; n < 25 * 60; ++n) {
    lane.see(milliseconds(40 * n), {{box(400 + static_cast<float>(n % 3), 700, 90), text("AB12CDE", 0.96)}});
  }
  EXPECT_EQ(lane.passes.counts().begun, 1U);
  EXPECT_LE(lane.handed_on.size(), 3U);
  lane.end();
  EXPECT_EQ(lane.ended()[0].outcome, PassOutcome::parked);
}

TEST(PlatePasses, does_not_read_a_parked_plate_anew_for_every_passing_van) {
  Lane lane;
  for (int n = 0; n < 25 * 60; ++n) {
    const bool hidden = n % 250 > 180;  // three seconds in ten
    lane.see(milliseconds(40 * n), hidden
                                       ? std::vector<SeenPlate>{}
                                       : std::vector<SeenPlate>{{box(400, 700, 90), text("AB12CDE", 0.96)}});
  }
  // The first stay is too short to be parked; from the time it has stood ten seconds it is one pass.
  EXPECT_LE(lane.passes.counts().begun, 8U);
  Lane later;
  for (int n = 0; n < 25 * 60; ++n) {
    const bool hidden = n > 300 && n % 250 > 180;
    later.see(milliseconds(40 * n), hidden
                                        ? std::vector<SeenPlate>{}
                                        : std::vector<SeenPlate>{{box(400, 700, 90), text("AB12CDE", 0.96)}});
  }
  EXPECT_EQ(later.passes.counts().begun, 1U);
}

TEST(PlatePasses, notices_another_vehicle_in_the_place_of_a_parked_one) {
  Lane lane;
  for (int n = 0; n < 25 * 12; ++n)
    lane.see(milliseconds(40 * n), {{box(400, 700, 90), text("AB12CDE", 0.96)}});
  for (int n = 25 * 15; n < 25 * 17; ++n)
    lane.see(milliseconds(40 * n), {{box(400, 700, 90), text("XK57FPW", 0.96)}});
  lane.end();
  ASSERT_EQ(lane.ended().size(), 2U);
  EXPECT_EQ(lane.ended()[1].text.mark, "XK57FPW");
}

TEST(PlatePasses, counts_every_outcome_and_the_sums_balance) {
  PlatePassesOptions options;
  options.ignore_zones = {{{0.0F, 0.0F}, {0.2F, 0.0F}, {0.2F, 0.2F}, {0.0F, 0.2F}}};
  Lane lane(options);
  for (int n = 0; n < 300; ++n) {
    std::vector<SeenPlate> plates{{box(100, 100, 80), std::nullopt},
                                  {box(1700, 1000, 80), text("PARKED1", 0.95)}};
    if (n < 10) plates.push_back(coming(n, text("AB12CDE", 0.95)));
    if (n > 90 && n < 100) plates.push_back(coming(n - 90, text("XK57FPW", 0.5)));
    if (n > 190 && n < 200) plates.push_back({coming(n - 190, text("", 0)).box, std::nullopt});
    lane.see(milliseconds(40 * n), plates);
  }
  lane.end();
  const PassCounts counts = lane.passes.counts();
  EXPECT_EQ(counts.read, 1U);
  EXPECT_EQ(counts.unsure + counts.read, 2U);
  EXPECT_EQ(counts.unread, 1U);
  EXPECT_EQ(counts.parked, 1U);
  EXPECT_EQ(counts.ignored, 1U);
  EXPECT_EQ(counts.open, 0U);
  EXPECT_EQ(counts.begun, counts.read + counts.unsure + counts.unread + counts.parked + counts.ignored);
  EXPECT_EQ(lane.ended().size(), counts.begun);
}

TEST(PlatePasses, starts_anew_when_time_goes_back) {
  Lane lane;
  lane.see(milliseconds(5000), {coming(0, text("AB12CDE", 0.95))});
  lane.see(milliseconds(0), {coming(0, text("AB12CDE", 0.95))});
  EXPECT_EQ(lane.ended().size(), 1U);
  EXPECT_EQ(lane.passes.counts().begun, 2U);
}

TEST(PlatePasses, bounds_the_passes_that_are_open) {
  PlatePassesOptions options;
  options.most_open = 5;
  Lane lane(options);
  std::vector<SeenPlate> plates;
  for (int n = 0; n < 12; ++n)
    plates.push_back({box(static_cast<float>(100 + 150 * n), 500, 60), std::nullopt});
  lane.see(milliseconds(0), plates);
  EXPECT_EQ(lane.passes.counts().open, 5U);
  EXPECT_EQ(lane.ended().size(), 7U);
}

TEST(PlatePasses, gives_the_same_answer_twice) {
  const auto run = [] {
    Lane lane;
    for (int n = 0; n < 40; ++n) {
      lane.see(milliseconds(40 * n), {coming(n, text(n % 3 == 0 ? "A812CDE" : "AB12CDE", 0.8)),
                                      {box(300, 900, 70), text("XK57FPW", 0.7)}});
    }
    lane.end();
    return lane.handed_on;
  };
  const auto first = run();
  const auto second = run();
  ASSERT_EQ(first.size(), second.size());
  for (std::size_t i = 0; i < first.size(); ++i) {
    EXPECT_EQ(first[i].pass, second[i].pass);
    EXPECT_EQ(first[i].text.mark, second[i].text.mark);
    EXPECT_EQ(first[i].text.confidence, second[i].text.confidence);
  }
}

TEST(PlatePassesWorthReading, reads_all_until_sure_then_only_what_adds_something) {
  PlatePasses passes;
  const auto worth = [&](milliseconds time, const PlateBox& plate) {
    return static_cast<bool>(passes.worth_reading(frame(time), {plate})[0]);
  };
  EXPECT_TRUE(worth(milliseconds(0), box(900, 500, 100)));
  (void)passes.update(frame(milliseconds(0)), {{box(900, 500, 100), text("AB12CDE", 0.7)}});
  EXPECT_TRUE(worth(milliseconds(40), box(900, 500, 100)));
  (void)passes.update(frame(milliseconds(40)), {{box(900, 500, 100), text("AB12CDE", 0.995)}});
  EXPECT_FALSE(worth(milliseconds(80), box(900, 500, 101)));
  EXPECT_TRUE(worth(milliseconds(80), box(900, 505, 118))) << "nearer than it was read";
  EXPECT_TRUE(worth(milliseconds(80), box(1400, 500, 100))) << "another vehicle";
  for (int n = 2; n < 11; ++n)
    (void)passes.update(frame(milliseconds(40 * n)), {{box(900, 500, 100), std::nullopt}});
  EXPECT_TRUE(worth(milliseconds(440), box(900, 500, 100))) << "time to check";
}

TEST(PlatePassesWorthReading, spends_nothing_on_ignore_zones) {
  PlatePassesOptions options;
  options.ignore_zones = {{{0.0F, 0.0F}, {0.5F, 0.0F}, {0.5F, 1.0F}, {0.0F, 1.0F}}};
  const PlatePasses passes(options);
  EXPECT_THAT(passes.worth_reading(frame(milliseconds(0)), {box(300, 500, 100), box(1500, 500, 100)}),
              testing::ElementsAre(false, true));
}

}  // namespace
}  // namespace nightjar
