#include "ingest/own/own_positions.hpp"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <mutex>
#include <thread>

#include "ingest/own/own_position_line.hpp"
#include "ingest/recording/recorded_frame.hpp"
#include "ingest/utc_time.hpp"

namespace nightjar {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kGood =
    R"({"t":"2026-11-21T20:00:01.000Z","id":"PC12","kind":"person","lat":51.01,"lon":-1.15,"ce90_m":4.5,"label":"Rural 2"})";

CaptureTime at(const char* time) {
  return parse_utc(time).value();
}

TEST(OwnPositionLine, holds_what_it_says_and_reads_back_to_the_last_bit) {
  const OwnPositionLine read = read_own_position(kGood, "own");
  ASSERT_TRUE(read.position) << read.error;
  EXPECT_EQ(read.position->id, "PC12");
  EXPECT_EQ(read.position->kind, OwnKind::person);
  EXPECT_EQ(read.position->latitude_deg, 51.01);
  EXPECT_EQ(read.position->ce90_m, 4.5);
  EXPECT_EQ(read.position->label, "Rural 2");
  EXPECT_EQ(own_position_json(read_own_position(own_position_json(*read.position), "own").position.value()),
            own_position_json(*read.position));
}

TEST(OwnPositionLine, is_refused_with_one_message_that_names_the_key) {
  const std::vector<std::pair<std::string, std::string>> lines = {
      {"lat 51", "own.jsonl:7: the line is not a JSON object"},
      {R"({"id":"a","kind":"person","lat":1,"lon":1})", "own.jsonl:7: t: missing, expected a time"},
      {R"({"t":"yesterday","id":"a","kind":"person","lat":1,"lon":1})", R"(t: found "yesterday")"},
      {R"({"t":"2026-11-21T20:00:00Z","id":"","kind":"person","lat":1,"lon":1})",
       R"(id: found "", expected 1 to 64)"},
      {R"({"t":"2026-11-21T20:00:00Z","id":"a","kind":"dog","lat":1,"lon":1})",
       R"(kind: found "dog", expected person, vehicle or drone)"},
      {R"({"t":"2026-11-21T20:00:00Z","id":"a","kind":"person","lat":91,"lon":1})",
       "lat: found 91, expected a number from -90 to 90"},
      {R"({"t":"2026-11-21T20:00:00Z","id":"a","kind":"person","lat":1,"lon":null})", "lon: found null"},
      {R"({"t":"2026-11-21T20:00:00Z","id":"a","kind":"person","lat":1,"lon":1,"ce90_m":-1})",
       "ce90_m: found -1"},
      {R"({"t":"2026-11-21T20:00:00Z","id":"a","kind":"person","lat":1,"lon":1,"speed":1})",
       R"("speed": not a key of a position)"},
      {R"({"t":"2026-11-21T20:00:00Z","id":"a","id":"b","kind":"person","lat":1,"lon":1})",
       R"("id": found twice)"}};
  for (const auto& [line, message] : lines) {
    const OwnPositionLine read = read_own_position(line, "own.jsonl:7");
    EXPECT_FALSE(read.position) << line;
    EXPECT_THAT(read.error, HasSubstr(message));
  }
}

std::vector<std::string> ids(const std::vector<OwnPosition>& positions) {
  std::vector<std::string> names;
  for (const OwnPosition& position : positions) names.push_back(position.id);
  return names;
}

TEST(OwnPositions, of_a_file_come_when_they_are_true_and_bad_lines_are_told_and_counted) {
  const auto file = std::filesystem::temp_directory_path() / ("own-" + std::to_string(::getpid()) + ".jsonl");
  std::ofstream(file) << R"({"t":"2026-11-21T20:00:05Z","id":"b","kind":"vehicle","lat":51,"lon":-1})"
                      << "\n"
                      << "\nnonsense\n"
                      << R"({"t":"2026-11-21T20:00:01Z","id":"a","kind":"person","lat":51,"lon":-1})"
                      << "\n";
  std::vector<std::string> refused;
  const OwnPositions own(file.string(), [&](const std::string& line) { refused.push_back(line); });
  EXPECT_THAT(refused, ElementsAre(HasSubstr(file.string() + ":3: the line is not a JSON object")));
  EXPECT_EQ(own.bad_lines(), 1U);
  EXPECT_EQ(own.taken(), 2U);
  OwnPositions::Cursor cursor;
  EXPECT_THAT(ids(own.take_new(cursor, at("2026-11-21T20:00:00Z"))), ElementsAre());
  EXPECT_THAT(ids(own.take_new(cursor, at("2026-11-21T20:00:02Z"))), ElementsAre("a"));
  EXPECT_THAT(ids(own.take_new(cursor, at("2026-11-21T20:00:09Z"))), ElementsAre("b"));
  EXPECT_THAT(ids(own.take_new(cursor, at("2026-11-21T20:00:09Z"))), ElementsAre());
  OwnPositions::Cursor other;
  EXPECT_THAT(ids(own.take_new(other, at("2026-11-21T20:00:09Z"))), ElementsAre("a", "b"));
  std::filesystem::remove(file);
}

TEST(OwnPositions, come_by_udp_for_every_reader_once) {
  std::mutex lock;
  std::vector<std::string> refused;
  const OwnPositions own("udp://127.0.0.1:0", [&](const std::string& line) {
    const std::scoped_lock held(lock);
    refused.push_back(line);
  });
  const int sender = ::socket(AF_INET, SOCK_DGRAM, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(own.port()));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const std::string datagram = std::string(kGood) + "\n{}\n";
  ASSERT_GT(::sendto(sender, datagram.data(), datagram.size(), 0, reinterpret_cast<const sockaddr*>(&to),
                     sizeof to),
            0);
  ::close(sender);
  for (int tries = 0; tries < 500 && own.bad_lines() == 0; ++tries)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  OwnPositions::Cursor one, two;
  EXPECT_THAT(ids(own.take_new(one, CaptureTime{})), ElementsAre("PC12"));
  EXPECT_THAT(ids(own.take_new(one, CaptureTime{})), ElementsAre());
  EXPECT_THAT(ids(own.take_new(two, CaptureTime{})), ElementsAre("PC12"));
  const std::scoped_lock held(lock);
  EXPECT_THAT(refused, ElementsAre(HasSubstr("t: missing")));
}

TEST(OwnPositions, of_a_file_that_is_not_there_are_refused) {
  EXPECT_THROW(OwnPositions("no/such/file.jsonl", {}), std::runtime_error);
}

TEST(RecordedFrame, keeps_what_was_known_beside_it) {
  RecordedFrame frame;
  frame.sequence = 4;
  frame.captured_at = at("2026-11-21T20:00:02Z");
  frame.own = {read_own_position(kGood, "own").position.value()};
  frame.sortie = FrameSortie{"1f2e3d4c5b6a7988", SortieProfile::search};
  const auto file =
      std::filesystem::temp_directory_path() / ("notes-" + std::to_string(::getpid()) + ".jsonl");
  std::ofstream(file) << line_of(frame);
  const RecordedLines lines = read_recorded_lines(file);
  std::filesystem::remove(file);
  ASSERT_EQ(lines.frames.size(), 1U);
  EXPECT_EQ(line_of(lines.frames.front()), line_of(frame));
  EXPECT_EQ(lines.frames.front().sortie, frame.sortie);
  EXPECT_THAT(ids(lines.frames.front().own), ElementsAre("PC12"));
}

}  // namespace
}  // namespace nightjar
