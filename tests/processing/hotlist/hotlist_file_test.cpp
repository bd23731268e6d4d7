#include "processing/hotlist/hotlist_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/processing/hotlist/list_findings.hpp"

namespace nightjar {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::chrono;

HotlistEntry only_entry(std::string_view text) {
  const HotlistLoad load = parse_hotlist(text);
  EXPECT_THAT(faults_of(load), IsEmpty()) << text;
  if (!load.index || load.index->size() != 1) {
    ADD_FAILURE() << "not one entry in " << text;
    return {};
  }
  return load.index->table().entry(0);
}

TEST(HotlistFile, reads_every_column_of_the_header_form) {
  const HotlistEntry entry = only_entry(
      "mark,make,model,colour,action,markers,reason,risk,priority,owner,contact,authoriser,marking,effective,"
      "weed\n"
      "ab12 cde,FORD,FIESTA,BLUE,STOP,FIREARMS,Burglary,medium,30,Hampshire,101,PS "
      "Ward,OFFICIAL,2026-01-02,2030-12-31\n");
  EXPECT_EQ(entry.mark, "AB12CDE");
  EXPECT_EQ(entry.make, "FORD");
  EXPECT_EQ(entry.model, "FIESTA");
  EXPECT_EQ(entry.colour, "BLUE");
  EXPECT_EQ(entry.action, "STOP");
  EXPECT_EQ(entry.markers, "FIREARMS");
  EXPECT_EQ(entry.reason, "Burglary");
  EXPECT_EQ(entry.risk, "medium");
  EXPECT_EQ(entry.priority, "30");
  EXPECT_EQ(entry.owner, "Hampshire");
  EXPECT_EQ(entry.contact, "101");
  EXPECT_EQ(entry.authoriser, "PS Ward");
  EXPECT_EQ(entry.marking, "OFFICIAL");
  EXPECT_EQ(entry.effective, year{2026} / 1 / 2);
  EXPECT_EQ(entry.weed, year{2030} / 12 / 31);
  EXPECT_EQ(entry.line, 2U);
}

TEST(HotlistFile, leaves_absent_what_the_list_left_empty) {
  const HotlistEntry entry = only_entry("mark,make,reason,owner,weed\nA1,,  ,,\n");
  EXPECT_EQ(entry.make, std::nullopt);
  EXPECT_EQ(entry.reason, std::nullopt);
  EXPECT_EQ(entry.weed, std::nullopt);
  EXPECT_EQ(entry.action, std::nullopt);
}

TEST(HotlistFile, reads_the_sixteen_columns_without_a_header) {
  const HotlistEntry entry = only_entry(
      "AB12CDE,FORD,FIESTA,BLUE,SILENT,VIOLENT,Burglary,E41,Do not stop,Hampshire "
      "North,31/12/2030,12/345Z,OFFICIAL,"
      "CAD 99,Follow at a distance,S-1\n");
  EXPECT_EQ(entry.mark, "AB12CDE");
  EXPECT_EQ(entry.action, "SILENT");
  EXPECT_EQ(entry.markers, "VIOLENT");
  EXPECT_EQ(entry.reason, "Burglary");
  EXPECT_EQ(entry.intelligence, "E41");
  EXPECT_EQ(entry.information, "Do not stop");
  EXPECT_EQ(entry.owner, "Hampshire North");
  EXPECT_EQ(entry.weed, year{2030} / 12 / 31);
  EXPECT_EQ(entry.pnc_id, "12/345Z");
  EXPECT_EQ(entry.marking, "OFFICIAL");
  EXPECT_EQ(entry.cad_reference, "CAD 99");
  EXPECT_EQ(entry.instructions, "Follow at a distance");
  EXPECT_EQ(entry.source, "S-1");
}

struct Dialect {
  std::string_view name;
  std::string_view text;
};

TEST(HotlistFile, reads_the_dialects_in_use) {
  for (const Dialect& dialect : {
           Dialect{"comma", "mark,owner,reason\nAB12CDE,Force,\"stolen, \"\"keys\"\"\"\n"},
           Dialect{"semicolon", "mark;owner;reason\nAB12CDE;Force;stolen, \"keys\"\n"},
           Dialect{"semicolon quoted", "mark;owner;reason\nAB12CDE;Force;\"stolen, \"\"keys\"\"\"\n"},
           Dialect{"tab", "mark\towner\treason\nAB12CDE\tForce\t\"stolen, \"\"keys\"\"\"\n"},
           Dialect{"CRLF", "mark,owner,reason\r\nAB12CDE,Force,\"stolen, \"\"keys\"\"\"\r\n"},
           Dialect{"byte order mark",
                   "\xEF\xBB\xBFmark,owner,reason\nAB12CDE,Force,\"stolen, \"\"keys\"\"\"\n"},
           Dialect{"any case and order", "Reason, MARK ,Owner\n\"stolen, \"\"keys\"\"\", ab12 cde ,Force\n"},
           Dialect{"blank lines", "mark,owner,reason\n\n  \nAB12CDE,Force,\"stolen, \"\"keys\"\"\"\n\n"},
           Dialect{"quoted header",
                   "\"mark\",\"owner\",\"reason\"\n\"AB12CDE\",\"Force\" ,\"stolen, \"\"keys\"\"\"\n"},
       }) {
    SCOPED_TRACE(dialect.name);
    if (dialect.name == "semicolon") {
      EXPECT_THAT(
          faults_of(parse_hotlist(dialect.text)),
          ElementsAre(
              "x:2: text: found a quote inside a field that is not quoted, expected \"\" within quotes",
              "x:1: file: holds no entry that can be used, expected at least one"));
      continue;
    }
    const HotlistEntry entry = only_entry(dialect.text);
    EXPECT_EQ(entry.mark, "AB12CDE");
    EXPECT_EQ(entry.owner, "Force");
    EXPECT_EQ(entry.reason, "stolen, \"keys\"");
  }
}

TEST(HotlistFile, takes_partial_marks) {
  const HotlistLoad load = parse_hotlist("mark\nab?2 ???\n*CDE\nAB12CDE\n");
  ASSERT_TRUE(load.index);
  EXPECT_TRUE(load.findings.faults().empty());
  EXPECT_EQ(load.index->size(), 3U);
  EXPECT_EQ(load.index->table().entry(0).mark, "AB?2???");
  EXPECT_EQ(load.index->partial_rows().size(), 2U);
}

class HotlistOnDisk : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("nightjar_hotlist_" + std::to_string(testing::UnitTest::GetInstance()->random_seed()) + "_" +
               testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path folder_;
};

TEST_F(HotlistOnDisk, bears_the_digest_and_the_time_of_its_file) {
  const std::filesystem::path file = folder_ / "list.csv";
  std::ofstream(file) << "mark\nA1\n";
  const HotlistLoad load = load_hotlist(file);
  ASSERT_TRUE(load.index);
  EXPECT_EQ(load.index->edition().revision, "5805ea446419ff48");
  const auto age = system_clock::now() - load.index->edition().written_at.value();
  EXPECT_GE(age, -1s);
  EXPECT_LE(age, 60s);
}

TEST_F(HotlistOnDisk, refuses_what_is_not_a_file) {
  EXPECT_THAT(faults_of(load_hotlist(folder_)), ElementsAre("x:1: file: is a folder, expected a hotlist"));
  EXPECT_THAT(faults_of(load_hotlist(folder_ / "none.csv")),
              ElementsAre("x:1: file: does not exist, expected a hotlist"));
  EXPECT_THAT(faults_of(load_hotlist("/dev/null")),
              ElementsAre("x:1: file: is not a regular file, expected a hotlist"));
}

}  // namespace
}  // namespace nightjar
