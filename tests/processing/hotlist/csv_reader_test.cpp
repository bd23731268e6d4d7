#include "processing/hotlist/csv_reader.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace nightjar {
namespace {

using Fields = std::vector<std::string>;

struct Written {
  std::vector<Fields> records;
  std::vector<std::uint32_t> lines;
  std::string text;
};

/// Records of random fields, written as RFC 4180 says.
Written write_records(std::mt19937& random, char separator, const std::string& line_end) {
  const std::string symbols = std::string("ab\"\n ,;\t") + separator;
  Written written;
  std::uint32_t line = 1;
  const std::size_t columns = 2 + random() % 4;
  for (std::size_t r = 0; r < 1 + random() % 6; ++r) {
    Fields fields;
    written.lines.push_back(line);
    for (std::size_t c = 0; c < columns; ++c) {
      std::string field = c == 0 ? "x" : "";
      for (std::size_t i = random() % 6; i > 0; --i) field.push_back(symbols[random() % symbols.size()]);
      const bool needs_quotes = field.find_first_of(std::string("\"\n") + separator) != std::string::npos;
      if (c > 0) written.text += separator;
      if (needs_quotes || random() % 4 == 0) {
        written.text += '"';
        for (const char symbol : field) written.text += symbol == '"' ? "\"\"" : std::string(1, symbol);
        written.text += '"';
      } else {
        written.text += field;
      }
      line += static_cast<std::uint32_t>(std::count(field.begin(), field.end(), '\n'));
      fields.push_back(std::move(field));
    }
    written.text += line_end;
    ++line;
    written.records.push_back(std::move(fields));
  }
  return written;
}

TEST(CsvReader, reads_back_what_was_written) {
  std::mt19937 random(11);
  for (int i = 0; i < 20000; ++i) {
    const char separator = ",;\t"[random() % 3];
    const Written written = write_records(random, separator, random() % 2 == 0 ? "\n" : "\r\n");
    CsvReader reader(written.text, separator);
    CsvRecord record;
    for (std::size_t r = 0; r < written.records.size(); ++r) {
      ASSERT_TRUE(reader.next(record)) << written.text;
      EXPECT_EQ(record.fault, CsvFault::none) << written.text;
      EXPECT_EQ(record.line, written.lines[r]) << written.text;
      EXPECT_EQ(Fields(record.fields.begin(), record.fields.end()), written.records[r]) << written.text;
    }
    EXPECT_FALSE(reader.next(record)) << written.text;
  }
}

TEST(CsvReader, goes_on_behind_a_bad_line) {
  CsvReader reader("a,\"b\"c,\"\nd,e\n", ',');
  CsvRecord record;
  ASSERT_TRUE(reader.next(record));
  EXPECT_EQ(record.fault, CsvFault::text_after);
  ASSERT_TRUE(reader.next(record));
  EXPECT_EQ(record.fault, CsvFault::none);
  EXPECT_EQ(record.line, 2U);
  EXPECT_EQ(record.fields, (std::vector<std::string_view>{"d", "e"}));
}

TEST(CsvReader, stops_where_nothing_can_be_told_apart_any_more) {
  CsvReader reader("a,\"b\nc,d\n", ',');
  CsvRecord record;
  ASSERT_TRUE(reader.next(record));
  EXPECT_EQ(record.fault, CsvFault::unclosed_quote);
  EXPECT_EQ(record.line, 1U);
  EXPECT_FALSE(reader.next(record));
}

}  // namespace
}  // namespace nightjar
