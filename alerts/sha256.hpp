#pragma once

#include <array>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace nightjar {

using Sha256 = std::array<unsigned char, 32>;

[[nodiscard]] Sha256 sha256(std::string_view bytes);

/// The hash over both digests, one after the other.
[[nodiscard]] Sha256 sha256(const Sha256& first, const Sha256& second);

/// Of a file's bytes. Throws std::runtime_error that names a file that cannot be read.
[[nodiscard]] Sha256 sha256_of_file(const std::filesystem::path& file);

/// Lower-case hex.
[[nodiscard]] std::string hex(const Sha256& digest);

/// nullopt for anything but 64 hex digits.
[[nodiscard]] std::optional<Sha256> sha256_from_hex(std::string_view text);

/// An identifier that every worker computes alike: the first 16 hex digits of the SHA-256 over the parts,
/// a zero byte after each.
[[nodiscard]] std::string short_key(std::initializer_list<std::string_view> parts);

/// 128 random bits in hex.
[[nodiscard]] std::string random_id();

}  // namespace nightjar
