#include "processing/hotlist/hotlist_edition.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <set>

namespace nightjar {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class HotlistEditions : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("nightjar_editions_" + std::to_string(::getpid()));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }
  [[nodiscard]] HotlistEditionLoad load(const HotlistFileOptions& options = {}) const {
    return load_hotlist_edition(folder_ / "force.csv", options);
  }
  static std::set<std::string> held(const HotlistEditionLoad& load) {
    std::set<std::string> entries;
    for (std::uint32_t row = 0; load.index && row < load.index->size(); ++row) {
      const HotlistEntry entry = load.index->table().entry(row);
      entries.insert(entry.mark + " " + entry.reason.value_or("-"));
    }
    return entries;
  }
  static std::vector<std::string> faults(const HotlistEditionLoad& load) {
    std::vector<std::string> lines;
    for (const HotlistPart& part : load.parts)
      for (const HotlistFinding& finding : part.findings.faults())
        lines.push_back(finding_line(part.file.filename().string(), finding));
    return lines;
  }

  fs::path folder_;
};

TEST_F(HotlistEditions, bear_the_number_that_the_file_gives) {
  write("force.csv", "# revision: 42\nmark,reason\nA1,x\n");
  const HotlistEditionLoad list = load();
  ASSERT_TRUE(list.index) << faults(list).front();
  EXPECT_EQ(list.index->edition().revision, "42");
  EXPECT_EQ(list.index->edition().number, 42U);
  EXPECT_EQ(list.index->edition().digest.size(), 16U);
  EXPECT_EQ(list.index->table().entry(0).line, 3U);
}

TEST_F(HotlistEditions, take_the_number_from_what_a_spreadsheet_makes_of_the_line) {
  write("force.csv", "\xEF\xBB\xBF\"# Revision: 42\",,\r\nmark,reason\r\nA1,x\r\n");
  ASSERT_TRUE(load().index);
  EXPECT_EQ(load().index->edition().number, 42U);
}

TEST_F(HotlistEditions, bear_the_digest_where_the_file_gives_no_number) {
  write("force.csv", "mark\nA1\n");
  const HotlistEditionLoad list = load();
  EXPECT_EQ(list.index->edition().revision, list.index->edition().digest);
  EXPECT_EQ(list.index->edition().number, std::nullopt);
}

TEST_F(HotlistEditions, take_what_a_delta_adds_amends_and_removes) {
  write("force.csv", "# revision: 42\nmark,reason\nA1,stays\nA2,old\nA3,goes\n");
  write("force.delta-43.csv",
        "# revision: 43\n# base: "
        "42\nchange,mark,reason,owner\namend,a2,new,Ward\nREMOVE,A3,,\nadd,A4,came,Ward\n");
  const HotlistEditionLoad list = load();
  ASSERT_THAT(faults(list), IsEmpty());
  EXPECT_THAT(held(list), ElementsAre("A1 stays", "A2 new", "A4 came"));
  EXPECT_EQ(list.index->edition().revision, "43");
  EXPECT_TRUE(list.index->first_row("A4"));
  EXPECT_FALSE(list.index->first_row("A3"));
  EXPECT_EQ(list.index->table().entry(*list.index->first_row("A2")).owner, "Ward");
}

TEST_F(HotlistEditions, take_a_delta_in_seventeen_columns) {
  write("force.csv", "# revision: 1\nA1,,,,STOP,,r,,,o,,,,,,\n");
  write("force.delta.csv",
        "# revision: 2\n# base: 1\nA2,,,,STOP,,r,,,o,,,,,,,add\nA1,,,,,,,,,,,,,,,,remove\n");
  const HotlistEditionLoad list = load();
  ASSERT_THAT(faults(list), IsEmpty());
  EXPECT_THAT(held(list), ElementsAre("A2 r"));
}

TEST_F(HotlistEditions, put_deltas_on_one_another_by_their_bases_whatever_their_names) {
  write("force.csv", "# revision: 1\nmark\nA1\n");
  write("force.delta-a.csv", "# revision: 9\n# base: 5\nmark,change\nA2,remove\nA3,add\n");
  write("force.delta-b.csv", "# revision: 5\n# base: 1\nmark,change\nA2,add\n");
  const HotlistEditionLoad list = load();
  ASSERT_THAT(faults(list), IsEmpty());
  EXPECT_THAT(held(list), ElementsAre("A1 -", "A3 -"));
  EXPECT_EQ(list.index->edition().number, 9U);
}

TEST_F(HotlistEditions, leave_unread_the_deltas_that_a_newer_list_holds_already) {
  write("force.csv", "# revision: 50\nmark\nA1\n");
  write("force.delta-43.csv", "# revision: 43\n# base: 42\nmark,change\nA9,remove\n");
  ASSERT_THAT(faults(load()), IsEmpty());
  EXPECT_THAT(held(load()), ElementsAre("A1 -"));
}

TEST_F(HotlistEditions, refuse_a_delta_whose_base_is_not_the_revision_it_meets) {
  write("force.csv", "# revision: 42\nmark\nA1\n");
  write("force.delta-45.csv", "# revision: 45\n# base: 44\nmark,change\nA2,add\n");
  EXPECT_EQ(load().index, nullptr);
  EXPECT_THAT(
      faults(load()),
      ElementsAre("force.delta-45.csv:1: base: found 44, expected 42, the revision that it would be put on"));
}

TEST_F(HotlistEditions, refuse_a_delta_on_a_list_without_a_number) {
  write("force.csv", "mark\nA1\n");
  write("force.delta.csv", "# revision: 2\n# base: 1\nmark,change\nA2,add\n");
  EXPECT_EQ(load().index, nullptr);
  EXPECT_THAT(faults(load()).at(0), HasSubstr("the list itself says no revision"));
}

TEST_F(HotlistEditions, refuse_a_delta_that_removes_or_amends_what_is_not_there_once) {
  write("force.csv", "# revision: 1\nmark,source\nA1,S1\nA1,S2\n");
  write("force.delta.csv",
        "# revision: 2\n# base: 1\nmark,source,change\nA9,,remove\nA1,,amend\nA1,S2,add\nA1,S1,remove\n");
  EXPECT_EQ(load().index, nullptr);
  EXPECT_THAT(
      faults(load()),
      ElementsAre(
          "force.delta.csv:4: change: removes A9, expected it once in revision 1, found it 0 times",
          "force.delta.csv:5: change: amends A1, expected it once in revision 1, found it 2 times",
          "force.delta.csv:6: change: adds A1 with the source \"S2\", which revision 1 holds already"));
}

TEST_F(HotlistEditions, tell_entries_of_one_mark_apart_by_their_source) {
  write("force.csv", "# revision: 1\nmark,source,reason\nA1,S1,x\nA1,S2,y\n");
  write("force.delta.csv",
        "# revision: 2\n# base: 1\nmark,source,reason,change\nA1,S1,,remove\nA1,S2,z,amend\n");
  ASSERT_THAT(faults(load()), IsEmpty());
  EXPECT_THAT(held(load()), ElementsAre("A1 z"));
}

struct Impossible {
  std::string_view name, text, fault;
};

TEST_F(HotlistEditions, refuse_what_the_lines_before_the_header_cannot_mean) {
  for (const Impossible& wrong : {
           Impossible{"words", "# revision: new\nmark\nA1\n",
                      "1: revision: found \"new\", expected a whole number"},
           Impossible{"twice", "# revision: 1\n# revision: 2\nmark\nA1\n",
                      "2: revision: found a second time, expected it once"},
           Impossible{"a delta alone", "# revision: 2\n# base: 1\nmark,change\nA1,add\n",
                      "1: base: found a delta on revision 1, expected a whole list"},
           Impossible{"a base alone", "# base: 1\nmark,change\nA1,add\n", "1: revision: missing"},
           Impossible{"backwards", "# revision: 2\n# base: 2\nmark,change\nA1,add\n",
                      "1: base: found 2, expected a revision before this one, 2"},
           Impossible{"changes in a whole list", "mark,change\nA1,add\n",
                      "1: change: found in a list that is no delta"},
           Impossible{"no changes in a delta", "# revision: 2\n# base: 1\nmark\nA1\n",
                      "3: change: no such column, expected one in a delta"},
           Impossible{"nothing else", "# revision: 2\n", "1: file: ends before its first entry"},
       }) {
    SCOPED_TRACE(wrong.name);
    write("force.csv", std::string(wrong.text));
    EXPECT_EQ(load().index, nullptr);
    ASSERT_FALSE(faults(load()).empty());
    EXPECT_THAT(faults(load()).at(0), HasSubstr(std::string(wrong.fault)));
  }
}

TEST_F(HotlistEditions, say_when_bad_lines_alone_stand_in_the_way) {
  write("force.csv", "mark\nA1\n#\n!\n");
  EXPECT_TRUE(load({.max_bad_lines = 1}).only_bad_lines);
  EXPECT_EQ(load({.max_bad_lines = 1}).index, nullptr);
  EXPECT_TRUE(load({.max_bad_lines = 2}).index);
  write("force.csv", "mark\nA1\n#\n!\n\"open\n");
  EXPECT_FALSE(load({.max_bad_lines = 1}).only_bad_lines);
}

TEST_F(HotlistEditions, refuse_covert_entries_where_no_restricted_channel_is) {
  write("force.csv", "mark,action,marking\nA1,STOP,OFFICIAL\nA2,Silent,\nA3,STOP,SECRET\n");
  HotlistFileOptions options;
  EXPECT_TRUE(load(options).index);
  options.covert = {true, false, {"OFFICIAL"}};
  EXPECT_EQ(load(options).index, nullptr);
  EXPECT_THAT(
      faults(load(options)),
      ElementsAre("force.csv:3: action: found \"Silent\", expected a restricted channel in the site for "
                  "such an entry",
                  "force.csv:4: marking: found \"SECRET\", expected a restricted channel in the site "
                  "for such an entry"));
}

TEST_F(HotlistEditions, bear_a_revision_of_their_open_part_that_no_covert_entry_changes) {
  HotlistFileOptions options;
  options.covert = {false, true, {"OFFICIAL"}};
  const auto open_revision = [&](const std::string& text) {
    write("force.csv", text);
    const HotlistEditionLoad list = load(options);
    EXPECT_TRUE(list.index) << text;
    return list.index->edition().open.value().revision + "/" +
           std::to_string(list.index->edition().open->entries);
  };
  const std::string without = open_revision("mark,action,marking\nA1,STOP,OFFICIAL\nB2,STOP,\n");
  EXPECT_EQ(without.substr(16), "/2");
  EXPECT_EQ(open_revision("mark,action,marking\nC3,silent,\nA1,STOP,OFFICIAL\nD4,,SECRET\nB2,STOP,\n"),
            without);
  EXPECT_NE(open_revision("mark,action,marking\nA1,STOP,OFFICIAL\nB2,,\n"), without);
  EXPECT_NE(open_revision("mark,action,marking\nA1,STOP,OFFICIAL\nB2,STOP,\nC3,,\n"), without);
  const std::string numbered = "# revision: 7\nmark,action,marking\nC3,SILENT,\nA1,STOP,OFFICIAL\n";
  write("force.delta-8.csv", "# revision: 8\n# base: 7\nmark,action,change\nC3,SILENT,remove\nB2,STOP,add\n");
  EXPECT_EQ(open_revision(numbered), without) << "whatever number it declares";
}

TEST_F(HotlistEditions, mark_what_is_wrong_with_a_covert_entry_as_covert) {
  HotlistFileOptions options;
  options.covert = {false, true, {"OFFICIAL"}};
  const auto covert = [&] {
    std::vector<std::string> lines;
    for (const HotlistPart& part : load(options).parts)
      for (const HotlistFinding& finding : part.findings.faults())
        if (finding.covert) lines.push_back(finding_line(part.file.filename().string(), finding));
    return lines;
  };
  write("force.csv", "# revision: 7\nmark,action,weed\nA1,STOP,x\nB2,SILENT,x\nC3,SILENT\nD4\nE5,SILENT,\n");
  EXPECT_THAT(covert(), ElementsAre(HasSubstr("csv:4: weed"), HasSubstr("csv:5: columns")));
  write("force.csv", "# revision: 7\nmark,action,source\nA1,STOP,1\nE5,SILENT,2\n");
  write("force.delta-8.csv",
        "# revision: 8\n# base: 7\nmark,source,action,change\nE5,2,SILENT,add\nF6,,STOP,remove\n");
  EXPECT_THAT(covert(), ElementsAre(HasSubstr("adds E5")));
}

TEST_F(HotlistEditions, know_what_is_open_of_an_edition_that_a_covert_row_of_a_delta_refuses) {
  HotlistFileOptions options;
  options.covert = {false, true, {"OFFICIAL"}};
  const auto open_revision = [&](const std::string& rows) {
    write("force.delta-8.csv", "# revision: 8\n# base: 7\nmark,action,change\n" + rows);
    const HotlistEditionLoad list = load(options);
    const auto& open = list.index ? list.index->edition().open : list.open;
    return (list.index ? "" : "refused ") + (open ? open->revision : "not known");
  };
  write("force.csv", "# revision: 7\nmark,action\nA1,STOP\nE5,SILENT\n");
  const std::string sound = open_revision("B2,STOP,add\n");
  EXPECT_EQ(open_revision("B2,STOP,add\nF6,SILENT,remove\n"), "refused " + sound);
  EXPECT_EQ(open_revision("B2,STOP,add\nF6,STOP,remove\n"), "refused not known");
  write("force.delta-9.csv", "# revision: 10\n# base: 9\nmark,action,change\nX9,STOP,add\n");
  EXPECT_EQ(open_revision("B2,STOP,add\n"), "refused not known");
}

TEST_F(HotlistEditions, take_a_row_of_a_delta_as_about_entries_of_its_own_kind) {
  HotlistFileOptions options;
  options.covert = {false, true, {"OFFICIAL"}};
  const auto rows = [&](const std::string& delta) {
    write("force.csv", "# revision: 7\nmark,action,reason\nA1,STOP,open\nA1,SILENT,covert\nC3,SILENT,c\n");
    write("force.delta-8.csv", "# revision: 8\n# base: 7\nmark,action,reason,change\n" + delta);
    const HotlistEditionLoad list = load(options);
    EXPECT_TRUE(list.index) << delta;
    return list.index ? held(list) : std::set<std::string>{};
  };
  EXPECT_THAT(rows("A1,STOP,,remove\n"), ElementsAre("A1 covert", "C3 c"));
  EXPECT_THAT(rows("A1,SILENT,,remove\n"), ElementsAre("A1 open", "C3 c"));
  EXPECT_THAT(rows("C3,,new,amend\n"), ElementsAre("A1 covert", "A1 open", "C3 new"));
}

}  // namespace
}  // namespace nightjar
