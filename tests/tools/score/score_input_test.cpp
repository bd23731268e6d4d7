#include <gmock/gmock.h>

#include "tests/tools/score/score_case.hpp"

namespace nightjar {
namespace {

using testing::ElementsAre;
using ScoreInput = ScoreCase;

const std::string kRecords = pass_line("AB51CDE", 1, 3);
const std::string kTruth = plate_line("AB51CDE", 1, 3);
const std::string kTime = "expected a time in UTC such as 2026-11-21T20:00:00Z";

struct BadInput {
  const char* name;
  std::string records, truth;
  std::vector<std::string> complaints;
};

class BadScoreInput : public ScoreCase, public testing::WithParamInterface<BadInput> {};

TEST_P(BadScoreInput, is_refused_with_a_line_for_each_fault) {
  EXPECT_EQ(score(GetParam().records, GetParam().truth), 2);
  EXPECT_EQ(complaints_, GetParam().complaints);
  EXPECT_EQ(nlohmann::json::parse(out_)["faults"].size(), GetParam().complaints.size());
  EXPECT_EQ(score(GetParam().records, GetParam().truth, false), 2);
  EXPECT_EQ(out_, "");
}

INSTANTIATE_TEST_SUITE_P(
    table, BadScoreInput,
    testing::Values(
        BadInput{
            "empty_truth", kRecords, "", {"t.jsonl: found an empty file, expected one JSON object a line"}},
        BadInput{"empty_records",
                 "\n\n",
                 kTruth,
                 {"r.jsonl: found an empty file, expected one JSON object a line"}},
        BadInput{"half_written_records",
                 kRecords + R"({"record":"pass","feed":"la)",
                 kTruth,
                 {"r.jsonl:2: line: found a line that breaks off after 27 bytes, expected one JSON object a "
                  "line"}},
        BadInput{"no_json",
                 kRecords,
                 "mark,from,to\n",
                 {"t.jsonl:1: line: found not JSON, expected one JSON object a line"}},
        BadInput{"no_object",
                 "[1]\n",
                 kTruth,
                 {"r.jsonl:1: line: found no JSON object, expected one JSON object a line"}},
        BadInput{"unknown_kind",
                 kRecords,
                 R"({"feed":"lane","kind":"plates"})",
                 {R"(t.jsonl:1: kind: found "plates", expected "plate" or "heat")"}},
        BadInput{"missing_keys",
                 kRecords,
                 R"({"feed":"lane","kind":"plate"})",
                 {"t.jsonl:1: mark: found nothing, expected a registration mark",
                  "t.jsonl:1: from: found nothing, " + kTime, "t.jsonl:1: to: found nothing, " + kTime}},
        BadInput{"unknown_direction",
                 kRecords,
                 R"({"feed":"lane","kind":"plate","mark":"AB51CDE","from":"2026-11-21T20:00:01Z",)"
                 R"("to":"2026-11-21T20:00:03Z","direction":"north"})",
                 {R"(t.jsonl:1: direction: found "north", expected "unknown", "towards" or "away")"}},
        BadInput{"bad_times",
                 kRecords,
                 R"({"feed":"lane","kind":"plate","mark":"AB51CDE","from":"8 pm","to":17})",
                 {R"(t.jsonl:1: from: found "8 pm", )" + kTime, "t.jsonl:1: to: found 17, " + kTime}},
        BadInput{"backward_times",
                 kRecords,
                 plate_line("AB51CDE", 3, 1),
                 {"t.jsonl:1: to: found 2026-11-21T20:00:01.000Z, before 2026-11-21T20:00:03.000Z, expected "
                  "a time "
                  "not before from"}},
        BadInput{
            "another_class",
            track_line("1", 51, -1),
            heat_line("a", 51, -1, R"(,"t":"2026-11-21T20:00:01Z")") +
                R"({"feed":"drone","kind":"heat","id":"a","class":"animal","lat":51,"lon":-1,)"
                R"("t":"2026-11-21T20:00:02Z"})",
            {R"(t.jsonl:2: class: found "animal", but "person" in t.jsonl:1, expected one class for one id)"}},
        BadInput{
            "plate_details",
            kRecords,
            plate_line("AB51CDE", 1, 3, R"(,"lines":0,"style":3,"speed_mph":-1,"parked":"yes","weather":[])"),
            {"t.jsonl:1: weather: found [], expected a text",
             "t.jsonl:1: lines: found 0, expected 1 to 9 lines of characters",
             "t.jsonl:1: style: found 3, expected a text",
             "t.jsonl:1: speed_mph: found -1, expected a number from 0 to 1000",
             R"(t.jsonl:1: parked: found "yes", expected true or false)"}},
        BadInput{"heat_details",
                 track_line("1", 51, -1),
                 heat_line("a", 51, -1, R"(,"posture":1,"visible_share":1.2)"),
                 {"t.jsonl:1: posture: found 1, expected a text",
                  "t.jsonl:1: visible_share: found 1.2, expected a number from 0 to 1"}},
        BadInput{"unknown_feed",
                 kRecords,
                 plate_line("AB51CDE", 1, 3, "", "lain"),
                 {R"(t.jsonl:1: feed: found "lain", expected a feed of the records: "lane")"}},
        BadInput{
            "outside_the_footage",
            kRecords +
                fmt::format(R"({{"record":"feed","feed":"lane","from":"{}","to":"{}"}})", at_s(0), at_s(10)),
            kTruth + plate_line("AB52CDE", 10.5, 12),
            {"t.jsonl:2: to: found 2026-11-21T20:00:12.000Z, expected a time within the footage of lane, "
             "2026-11-21T20:00:00.000Z to 2026-11-21T20:00:10.000Z"}},
        BadInput{
            "overlapping_passes",
            kRecords,
            kTruth + plate_line("AB52CDE", 2, 4) + plate_line("AB51 CDE", 2, 4),
            {"t.jsonl:3: from: found 2026-11-21T20:00:02.000Z of AB51CDE on lane, which t.jsonl:1 has until "
             "2026-11-21T20:00:03.000Z, expected passes of one mark one after another"}},
        BadInput{
            "heat_id_twice",
            track_line("1", 51, -1),
            heat_line("a", 51, -1) + heat_line("a", 52, -1),
            {R"(t.jsonl:2: id: found "a" again, as in t.jsonl:1, expected one line for who keeps still, or a )"
             R"("t" in every line of who moves)"}},
        BadInput{"heat_time_twice",
                 track_line("1", 51, -1),
                 heat_line("a", 51, -1, R"(,"t":"2026-11-21T20:00:01Z")") +
                     heat_line("a", 51, -1, R"(,"t":"2026-11-21T20:00:01Z")"),
                 {"t.jsonl:2: t: found 2026-11-21T20:00:01.000Z again, expected each time once for one id"}},
        BadInput{"heat_place",
                 track_line("1", 51, -1),
                 R"({"feed":"drone","kind":"heat","id":"a","class":"deer","lat":91,"lon":"west"})",
                 {R"(t.jsonl:1: class: found "deer", expected "person", "animal", "vehicle" or "unknown")",
                  "t.jsonl:1: lat: found 91, expected a number from -90 to 90",
                  R"(t.jsonl:1: lon: found "west", expected a number from -180 to 180)"}},
        BadInput{
            "pass_record",
            R"({"record":"pass","feed":"lane","mark":"AB51CDE","outcome":"seen"})",
            kTruth,
            {R"(r.jsonl:1: outcome: found "seen", expected "read", "unsure", "unread", "parked", "ignored" or "no plate")",
             "r.jsonl:1: first_seen: found nothing, " + kTime,
             "r.jsonl:1: last_seen: found nothing, " + kTime}},
        BadInput{
            "read_without_mark",
            pass_line("", 1, 3),
            kTruth,
            {R"(r.jsonl:1: mark: found nothing, expected a registration mark, as the outcome is "read")"}},
        BadInput{"half_a_position",
                 R"({"record":"track","feed":"lane","id":1,"lat":51,"lon":null,"outcome":"confirmed"})",
                 kTruth,
                 {"r.jsonl:1: lon: found nothing, expected both lat and lon, or neither"}},
        BadInput{"no_kind_of_record",
                 R"({"feed":"lane"})",
                 kTruth,
                 {"r.jsonl:1: record: found nothing, expected the kind of record"}},
        BadInput{"all_at_once",
                 "{}\n" + kRecords,
                 "{}\n" + kTruth + "x\n",
                 {"r.jsonl:1: record: found nothing, expected the kind of record",
                  R"(t.jsonl:1: kind: found nothing, expected "plate" or "heat")",
                  "t.jsonl:3: line: found not JSON, expected one JSON object a line"}}),
    [](const testing::TestParamInfo<BadInput>& one) { return one.param.name; });

/// A day's truth held against records of another hour.
std::string lines_of_another_day(int count, const std::string& feed = "lane") {
  std::string truth;
  for (int i = 0; i < count; ++i)
    truth += plate_line(numbered_mark(static_cast<std::size_t>(i)), 100 + 4 * i, 102 + 4 * i, "", feed);
  return truth;
}

TEST_F(ScoreInput, says_of_many_like_faults_the_first_and_which_lines_hold_the_others) {
  const std::string records =
      kRecords + fmt::format(R"({{"record":"feed","feed":"lane","from":"{}","to":"{}"}})", at_s(0), at_s(10));
  const std::string truth = kTruth + lines_of_another_day(1000);
  EXPECT_EQ(score(records, truth), 2);
  ASSERT_EQ(complaints_.size(), 8U);
  EXPECT_EQ(complaints_[0],
            "t.jsonl:2: from: found 2026-11-21T20:01:40.000Z, expected a time within the footage of lane, "
            "2026-11-21T20:00:00.000Z to 2026-11-21T20:00:10.000Z");
  EXPECT_EQ(complaints_[3], "t.jsonl: from: … and 997 more like it, lines 5 to 1001");
  EXPECT_EQ(complaints_[7], "t.jsonl: to: … and 997 more like it, lines 5 to 1001");
  const auto faults = nlohmann::json::parse(out_)["faults"];
  ASSERT_EQ(faults.size(), 2000U) << "none is lost";
  EXPECT_EQ(faults[1999]["line"], 1001);
  EXPECT_EQ(faults[1999]["key"], "to");
  EXPECT_EQ(faults[1999]["found"], at_s(102 + 4 * 999));
}

TEST_F(ScoreInput, shows_four_like_faults_and_keeps_other_kinds_apart) {
  EXPECT_EQ(score(kRecords, lines_of_another_day(4, "lain") + "{}\n" + kTruth), 2);
  EXPECT_THAT(complaints_, ElementsAre(testing::HasSubstr("t.jsonl:5: kind")))
      << "feeds are looked at where every line can be read";
  EXPECT_EQ(score(kRecords, lines_of_another_day(4, "lain") + kTruth), 2);
  ASSERT_EQ(complaints_.size(), 4U);
  EXPECT_EQ(complaints_[3], R"(t.jsonl:4: feed: found "lain", expected a feed of the records: "lane")");
  EXPECT_EQ(score(kRecords, lines_of_another_day(5, "lain") + kTruth), 2);
  ASSERT_EQ(complaints_.size(), 4U);
  EXPECT_EQ(complaints_[3], "t.jsonl: feed: … and 2 more like it, lines 4 to 5");
}

TEST_F(ScoreInput, counts_the_faults_of_one_long_line_together) {
  std::string path;
  for (int i = 0; i < 30; ++i) path += std::string(i == 0 ? "" : ",") + R"({"t":1,"lat":51,"lon":-1})";
  EXPECT_EQ(score(track_line("1", 51, -1, "confirmed", R"(,"path":[)" + path + "]"), heat_line("a", 51, -1)),
            2);
  ASSERT_EQ(complaints_.size(), 4U);
  EXPECT_EQ(complaints_[0], "r.jsonl:1: path[0].t: found 1, " + kTime);
  EXPECT_EQ(complaints_[3], "r.jsonl: path[0].t: … and 27 more like it, line 1");
}

TEST_F(ScoreInput, names_a_file_that_is_not_there) {
  ScoreCommandOptions options;
  options.records = (folder_ / "none.jsonl").string();
  options.truth = {put("t.jsonl", kTruth)};
  std::ostringstream out, err;
  EXPECT_EQ(score_files(options, out, err), 2);
  EXPECT_EQ(err.str(), options.records + ": found nothing to read, expected a file of JSON lines\n");
}

TEST_F(ScoreInput, takes_a_byte_order_mark_blank_lines_and_windows_line_ends) {
  EXPECT_EQ(score("\xEF\xBB\xBF" + pass_line("AB51CDE", 1, 3) + "\r\n  \n", "\n" + kTruth), 0);
  EXPECT_EQ(json_["plates"]["correct"], 1);
}

TEST_F(ScoreInput, counts_records_of_kinds_that_it_does_not_know) {
  EXPECT_EQ(score(kRecords + R"({"record":"weather"})"
                             "\n"
                             R"({"record":"weather"})",
                  kTruth),
            0);
  EXPECT_THAT(json_["notes"], ElementsAre("The records hold kinds that scoring does not know: weather (2)."));
}

TEST_F(ScoreInput, names_keys_of_the_truth_that_mean_nothing) {
  EXPECT_EQ(score(kRecords, plate_line("AB51CDE", 1, 3, R"(,"widht_px":90)")), 0);
  EXPECT_THAT(json_["notes"],
              testing::Contains("The truth has keys that mean nothing here, with the number of their lines: "
                                "widht_px (1)."));
}

TEST_F(ScoreInput, tells_drawn_real_and_unstated_footage_apart) {
  score(kRecords, kTruth);
  EXPECT_EQ(json_["footage"][0]["source"], "not stated");
  score(R"({"record":"replay","drawn":["lane"]})"
        "\n" +
            kRecords,
        kTruth);
  EXPECT_EQ(json_["footage"][0]["source"], "drawn");
  score(R"({"record":"replay","drawn":[]})"
        "\n" +
            kRecords,
        kTruth);
  EXPECT_EQ(json_["footage"][0]["source"], "real");
}

TEST_F(ScoreInput, reads_several_truth_files_as_one) {
  ScoreCommandOptions options;
  options.records = put("r.jsonl", kRecords + pass_line("AB52CDE", 5, 7));
  options.truth = {put("t1.jsonl", kTruth), put("t2.jsonl", plate_line("AB52CDE", 5, 7))};
  options.json = true;
  std::ostringstream out, err;
  EXPECT_EQ(score_files(options, out, err), 0);
  EXPECT_EQ(nlohmann::json::parse(out.str())["plates"]["correct"], 2);
}

}  // namespace
}  // namespace nightjar
