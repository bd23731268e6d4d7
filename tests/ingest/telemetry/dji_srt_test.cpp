#include "ingest/telemetry/dji_srt.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "ingest/telemetry/geoid.hpp"
#include "ingest/utc_time.hpp"

namespace nightjar {
namespace {

using std::chrono::milliseconds;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

DjiSrtRead parsed(std::string_view text) {
  return parse_dji_srt(text, "flight.SRT");
}

/// One subtitle of these words, at 2 to 3 s.
std::string subtitle(const std::string& words) {
  return "7\n00:00:02,000 --> 00:00:03,000\n" + words + "\n\n";
}

DjiSrtRecord only_record(const std::string& words) {
  const DjiSrtRead read = parsed(subtitle(words));
  EXPECT_THAT(read.errors, IsEmpty());
  EXPECT_THAT(read.records, SizeIs(1));
  return read.records.empty() ? DjiSrtRecord{} : read.records.front();
}

struct Said {
  std::string words;
  double latitude_deg, longitude_deg;
};

TEST(DjiSrt, finds_the_position_in_every_dialect) {
  const std::vector<Said> dialects{
      {"HOME(149.0251,-20.2532) 2017.8.5 14:11:51\nGPS(149.0251,-20.2533,16) Hb:1.9 Hs:1.9", -20.2533,
       149.0251},
      {"F/2.8, SS 30.15, ISO 260, EV -1.7, GPS (-121.7458, 48.0771, 17), D 221.21m, H 200.70m", 48.0771,
       -121.7458},
      {"2022.06.21 16:06:17\nGPS(36.6146,-6.1120,0.0M) BAROMETER:0.3M", 36.6146, -6.1120},
      {"<font size=\"36\">SrtCnt : 1, DiffTime : 16ms\n[latitude: 41.420684] [longitude: 2.162162] "
       "[altitude: "
       "27.300000] </font>",
       41.420684, 2.162162},
      {"[latitude : 51.5] [longtitude : -1.25] [altitude : 27.3]", 51.5, -1.25},
      {"[latitude: 59.302335] [longitude: 18.203059] [rel_alt: 1.300 abs_alt: 132.860]", 59.302335,
       18.203059},
      {"[LATITUDE: 59.5][LONGITUDE: 18.25]", 59.5, 18.25},
      {"GPS(W: 1.25, N: 51.5, 20m)", 51.5, -1.25},
      {"GPS(N:51.5, W:1.25, 20m)", 51.5, -1.25},
      {"GPS: (-1.25, 51.5, 20)", 51.5, -1.25},
  };
  for (const Said& said : dialects) {
    const DjiSrtRecord record = only_record(said.words);
    EXPECT_EQ(record.telemetry.latitude_deg, said.latitude_deg) << said.words;
    EXPECT_EQ(record.telemetry.longitude_deg, said.longitude_deg) << said.words;
    EXPECT_EQ(record.cue, milliseconds(2000));
    EXPECT_EQ(record.line, 2);
  }
}

TEST(DjiSrt, lets_one_place_that_fits_only_one_way_decide_for_the_whole_file) {
  const DjiSrtRead read = parsed(subtitle("GPS(20.5,50.25,12M)") + subtitle("GPS(120.5,50.25,12M)"));
  EXPECT_EQ(read.records[0].telemetry.latitude_deg, 50.25);
  EXPECT_EQ(read.records[0].telemetry.longitude_deg, 20.5);
  EXPECT_THAT(read.notes, Contains(AllOf(StartsWith("flight.SRT:6: "), HasSubstr("longitude first"))));
}

TEST(DjiSrt, says_once_which_order_it_chose_and_why) {
  const DjiSrtRead read = parsed(subtitle("GPS(36.6,-6.1,0.0M)") + subtitle("GPS(36.6,-6.1,0.0M)"));
  EXPECT_EQ(
      std::count_if(read.notes.begin(), read.notes.end(),
                    [](const std::string& note) { return note.find("latitude first") != std::string::npos; }),
      1);
}

TEST(DjiSrt, brings_heights_above_the_sea_to_the_ellipsoid) {
  const auto record = only_record("[latitude: 51.0] [longitude: -1.35] [rel_alt: 30.0 abs_alt: 100.0]");
  EXPECT_NEAR(record.telemetry.height_m.value(), 100 + Geoid().separation_m(51, -1.35).value(), 1e-9);
  EXPECT_NEAR(record.telemetry.height_m.value(), 146.7, 0.3);
}

TEST(DjiSrt, never_takes_a_height_above_the_take_off_or_a_count_of_satellites_for_one) {
  for (const char* words :
       {"[latitude: 51.0] [longitude: -1.35] [rel_alt: 30.0]", "GPS(-1.35,51.0,17) BAROMETER:20.1",
        "GPS (-1.35, 51.0, 17), D 2m, H 200.70m", "GPS(-1.35,51.0,17) Hb:1.9 Hs:1.9",
        "[latitude: 51.0] [longitude: -1.35] [altitude: 27.3]",
        "[latitude: 51.0] [longitude: -1.35] [abs_alt: 999999999]"}) {
    const DjiSrtRecord record = only_record(words);
    EXPECT_FALSE(record.telemetry.height_m) << words;
    EXPECT_TRUE(record.telemetry.latitude_deg) << words;
    EXPECT_THAT(record.notes, Contains(HasSubstr("no height"))) << words;
  }
}

TEST(DjiSrt, takes_gimbal_angles_to_north_and_the_horizon) {
  const auto check = [](const DjiSrtRecord& record) {
    const Telemetry& t = record.telemetry;
    ASSERT_TRUE(t.heading_deg && t.gimbal_yaw_deg && t.gimbal_pitch_deg && t.gimbal_roll_deg);
    EXPECT_NEAR(std::remainder(*t.heading_deg + *t.gimbal_yaw_deg - 110.4, 360), 0, 1e-9);
    EXPECT_EQ(t.gimbal_pitch_deg, -24.4);
    EXPECT_EQ(t.gimbal_roll_deg, 0.5);
    EXPECT_EQ(t.pitch_deg, 0);
    EXPECT_EQ(t.roll_deg, 0);
  };
  const auto rtk = only_record(
      "GPS (-58.851745, -34.237922, 15), F.PRY (2.7\xC2\xB0, -7.0\xC2\xB0, 350.1\xC2\xB0), G.PRY "
      "(-24.4\xC2\xB0, "
      "0.5\xC2\xB0, 110.4\xC2\xB0)");
  check(rtk);
  EXPECT_EQ(rtk.telemetry.heading_deg, 350.1);
  check(only_record("[latitude: 51.0] [longitude: -1.35] [gb_yaw: 110.4 gb_pitch: -24.4 gb_roll: 0.5]"));
  check(
      only_record("[latitude: 51.0] [longitude: -1.35] [gb_yaw : 110.4] [gb_pitch : -24.4] [gb_roll : 0.5]"));
  EXPECT_THAT(only_record("GPS(-1.35,51.0,17)").notes, Contains(HasSubstr("no line of sight")));
}

TEST(DjiSrt, knows_no_line_of_sight_where_it_zooms) {
  const std::string place = "[latitude: 51.0] [longitude: -1.35] [gb_yaw: 10 gb_pitch: -30 gb_roll: 0] ";
  for (const char* none : {"", "[dzoom_ratio: 10000, delta:0]", "[dzoom_ratio: 1.00]", "[focal_len : 240]"})
    EXPECT_TRUE(only_record(place + none).telemetry.gimbal_pitch_deg) << none;
  for (const char* zoomed : {"[dzoom_ratio: 20000, delta:0]", "[dzoom_ratio: 1.50]", "[zoom: 4.0]"}) {
    const auto record = only_record(place + zoomed);
    EXPECT_FALSE(record.telemetry.gimbal_pitch_deg) << zoomed;
    EXPECT_TRUE(record.telemetry.latitude_deg) << "where it was is known";
    EXPECT_THAT(record.notes, Contains(HasSubstr("no line of sight where it zooms")));
  }
}

TEST(DjiSrt, takes_the_shortest_focal_length_of_a_file_for_no_zoom) {
  std::string text;
  for (int i = 0; i < 3; ++i)
    text += std::to_string(i + 1) + "\n00:00:0" + std::to_string(i) + ",000 --> 00:00:0" +
            std::to_string(i + 1) + ",000\n[focal_len : " + std::to_string(i == 1 ? 480 : 240) +
            "] [latitude: 51.0] [longitude: -1.35] [gb_yaw: 10 gb_pitch: -30 gb_roll: 0]\n\n";
  const DjiSrtRead read = parse_dji_srt(text, "flight.SRT");
  ASSERT_EQ(read.records.size(), 3U);
  EXPECT_TRUE(read.records[0].telemetry.gimbal_pitch_deg);
  EXPECT_FALSE(read.records[1].telemetry.gimbal_pitch_deg);
  EXPECT_TRUE(read.records[2].telemetry.gimbal_pitch_deg);
}

TEST(DjiSrt, never_makes_a_field_of_view_of_a_zoom) {
  const auto record =
      only_record("[focal_len : 240] [dzoom_ratio: 20000, delta:0] [latitude: 51.0] [longitude: -1.35]");
  EXPECT_FALSE(record.telemetry.hfov_deg);
  EXPECT_THAT(record.notes, Contains(HasSubstr("no field of view")));
}

TEST(DjiSrt, reads_the_drone_s_own_clock_and_says_that_its_zone_is_not_told) {
  const std::vector<std::pair<std::string, std::string>> dates{
      {"2017.8.5 14:11:51\nGPS(149.0,-20.2,16)", "2017-08-05T14:11:51.000000Z"},
      {"2022-05-01 15:01:58,531,716\nGPS(149.0,-20.2,16)", "2022-05-01T15:01:58.531716Z"},
      {"2023-04-01 12:00:00.125\nGPS(149.0,-20.2,16)", "2023-04-01T12:00:00.125000Z"},
  };
  for (const auto& [words, time] : dates) {
    const DjiSrtRead read = parsed(subtitle(words));
    ASSERT_THAT(read.records, SizeIs(1));
    EXPECT_TRUE(read.records[0].dated);
    EXPECT_EQ(format_utc_exact(read.records[0].telemetry.measured_at), time);
    EXPECT_THAT(read.notes, Contains(HasSubstr("no zone")));
  }
  for (const char* words : {"2022-13-01 15:01:58", "2022-02-30 15:01:58", "2022-05-01 25:01:58",
                            "12022-05-01 5:01:58", "0000.00.00 00:00:00"})
    EXPECT_FALSE(parsed(subtitle(std::string(words) + " GPS(149.0,-20.2,16)")).records.at(0).dated) << words;
}

TEST(DjiSrt, says_why_a_position_is_not_known) {
  for (const char* words : {"GPS(0.0000,0.0000,0)", "[latitude: 0.000000] [longitude: 0.000000]",
                            "[latitude: 95.0] [longitude: 12.0]", "GPS(n/a, n/a, n/a)", "GPS(149.0251,-20.25",
                            "GPS(149.0251)", "[latitude: 51.0]", "GPS(nan,inf,1)", "GPS(1e999,2,1)",
                            "GPS(200.0,100.0,3)", "HOME(149.0251,-20.2532)"}) {
    const DjiSrtRead read = parsed(subtitle(words) + subtitle("GPS(149.0,-20.2,16)"));
    ASSERT_THAT(read.records, SizeIs(2));
    EXPECT_FALSE(read.records[0].telemetry.latitude_deg) << words;
    EXPECT_FALSE(read.records[0].telemetry.longitude_deg) << words;
    EXPECT_THAT(read.records[0].notes, Contains(HasSubstr("no position"))) << words;
    EXPECT_TRUE(read.records[1].telemetry.latitude_deg) << words;
  }
}

TEST(DjiSrt, reads_the_same_with_other_line_ends_marks_and_without_numbers) {
  const std::string plain = subtitle("GPS(149.0,-20.2,16)") + subtitle("GPS(149.1,-20.3,16)");
  std::string windows;
  for (const char c : plain) windows += c == '\n' ? "\r\n" : std::string(1, c);
  std::string unnumbered = plain;
  for (std::size_t at = unnumbered.find("7\n"); at != std::string::npos; at = unnumbered.find("7\n"))
    unnumbered.erase(at, 2);
  for (const std::string& text : {plain, windows, "\xEF\xBB\xBF" + plain, unnumbered}) {
    const DjiSrtRead read = parsed(text);
    ASSERT_THAT(read.records, SizeIs(2));
    EXPECT_EQ(read.records[1].telemetry.longitude_deg, 149.1);
    EXPECT_THAT(read.errors, IsEmpty());
  }
}

TEST(DjiSrt, takes_the_sixtieth_second_that_the_matrice_300_writes) {
  const DjiSrtRead read =
      parsed("60\n00:00:59,000 --> 00:00:60,000\nGPS(36.6146,-6.1120,0.0M) BAROMETER:9M\n");
  ASSERT_THAT(read.records, SizeIs(1));
  EXPECT_EQ(read.records[0].cue, milliseconds(59000));
}

TEST(DjiSrt, names_the_lines_of_damaged_times_and_goes_on) {
  const DjiSrtRead read =
      parsed("1\n00:00:0x,000 --> 00:00:02,000\nGPS(149.0,-20.2,16)\n\n" + subtitle("GPS(149.0,-20.2,16)") +
             "3\n00:00:01,000 --> 00:00:02,000\nGPS(149.0,-20.2,1");
  EXPECT_THAT(read.records, SizeIs(2));
  EXPECT_THAT(read.notes, Contains(StartsWith("flight.SRT:2: times of a subtitle")));
  EXPECT_THAT(read.notes, Contains(AllOf(StartsWith("flight.SRT:10: "), HasSubstr("go back"))));
  EXPECT_THAT(read.records[1].notes, Contains(HasSubstr("cut off")));
  EXPECT_THAT(read.errors, IsEmpty());
}

TEST(DjiSrt, refuses_in_one_line_what_is_no_telemetry) {
  EXPECT_THAT(parsed("").errors, ElementsAre(AllOf(StartsWith("flight.SRT:1: "), HasSubstr("expected"))));
  EXPECT_THAT(parsed("hello\n").errors, SizeIs(1));
  EXPECT_THAT(parsed(subtitle("Mind the gap.")).errors, ElementsAre(StartsWith("flight.SRT:2: ")));
  EXPECT_THAT(read_dji_srt("no/such/file.SRT").errors, ElementsAre(HasSubstr("no/such/file.SRT")));
}

TEST(DjiSrt, stands_whatever_is_cut_off_or_overwritten) {
  const std::string whole =
      subtitle(
          "<font size=\"36\">SrtCnt : 1\n2022-05-01 15:01:58,531,716\n[latitude: 41.42] "
          "[longitude: 2.16] [rel_alt: 1.0 abs_alt: 27.3] [gb_yaw: 1 gb_pitch: 2]</font>") +
      subtitle("GPS (-58.8, -34.2, 15), F.PRY (2.7, -7.0, 110.1), G.PRY (-24.4, 0.0, 110.4)");
  for (std::size_t length = 0; length <= whole.size(); ++length) {
    for (const DjiSrtRecord& record : parsed(std::string_view(whole).substr(0, length)).records)
      EXPECT_LE(std::abs(record.telemetry.latitude_deg.value_or(0)), 90);
  }
  std::mt19937 random(7);
  for (int turn = 0; turn < 3000; ++turn) {
    std::string damaged = whole;
    for (int i = 0; i < 6; ++i) damaged[random() % damaged.size()] = static_cast<char>(random() % 256);
    for (const DjiSrtRecord& record : parsed(damaged).records) {
      const Telemetry& t = record.telemetry;
      EXPECT_EQ(t.latitude_deg.has_value(), t.longitude_deg.has_value());
      EXPECT_LE(std::abs(t.latitude_deg.value_or(0)), 90);
      EXPECT_LE(std::abs(t.longitude_deg.value_or(0)), 180);
    }
  }
}

struct RealFile {
  const char* name;
  std::size_t records, with_position;
  double latitude_deg, longitude_deg;  // of the first record
};

TEST(DjiSrt, reads_real_files) {
  const std::filesystem::path folder = std::filesystem::path(NIGHTJAR_SHARED_DATA) / "telemetry";
  if (!std::filesystem::exists(folder / "p4_rtk.SRT"))
    GTEST_SKIP() << "there is no real telemetry beside the checkout";
  const std::vector<RealFile> files{{"matrice_300.srt", 381, 381, 36.6146, -6.1120},
                                    {"mavic_air2.srt", 25, 25, 41.420684, 2.162162},
                                    {"mavic_mini.SRT", 117, 117, 48.0771, -121.7458},
                                    {"old_format.SRT", 468, 468, -20.2533, 149.0251},
                                    {"p4_rtk.SRT", 55, 55, -34.237922, -58.851745},
                                    {"broken_incomplete.SRT", 20, 19, -34.7383, -58.4563}};
  for (const RealFile& real : files) {
    const DjiSrtRead read = read_dji_srt(folder / real.name);
    EXPECT_THAT(read.errors, IsEmpty()) << real.name;
    ASSERT_EQ(read.records.size(), real.records) << real.name;
    EXPECT_EQ(read.records[0].telemetry.latitude_deg, real.latitude_deg) << real.name;
    EXPECT_EQ(read.records[0].telemetry.longitude_deg, real.longitude_deg) << real.name;
    const auto known =
        std::count_if(read.records.begin(), read.records.end(),
                      [](const DjiSrtRecord& record) { return record.telemetry.latitude_deg.has_value(); });
    EXPECT_EQ(static_cast<std::size_t>(known), real.with_position) << real.name;
  }
  EXPECT_THAT(read_dji_srt(folder / "broken_empty.SRT").errors, SizeIs(1));
}

}  // namespace
}  // namespace nightjar
