// 字数 as the server counts it (QualityAward.Domain.Forms.WordCount); tests/vectors/wordcount.json holds both to the same numbers.

const SINGLE = [
  [0x00b7, 0x00b7], [0x2014, 0x2015], [0x2018, 0x2019], [0x201c, 0x201d], [0x2026, 0x2026], [0x203b, 0x203b],
  [0x2103, 0x2103], [0x2116, 0x2116], [0x2160, 0x217f], [0x2190, 0x2193], [0x2460, 0x24ff], [0x2500, 0x25ff],
  [0x2e80, 0x2fff], [0x3001, 0x312f], [0x31a0, 0x9fff], [0xf900, 0xfaff], [0xfe10, 0xfe1f], [0xfe30, 0xfe4f],
  [0xff01, 0xff9f], [0xffe0, 0xffe6], [0x20000, 0x3ffff],
];

const IGNORED = [
  [0x00ad, 0x00ad], [0x200b, 0x200f], [0x2060, 0x2060], [0xfe00, 0xfe0f], [0xfeff, 0xfeff], [0xe0100, 0xe01ef],
];

const WHITE = [
  [0x0009, 0x000d], [0x0020, 0x0020], [0x0085, 0x0085], [0x00a0, 0x00a0], [0x1680, 0x1680], [0x2000, 0x200a],
  [0x2028, 0x2029], [0x202f, 0x202f], [0x205f, 0x205f], [0x3000, 0x3000],
];

const within = (ranges, value) => ranges.some(([first, last]) => value >= first && value <= last);

const isAsciiLetter = value => (value >= 0x41 && value <= 0x5a) || (value >= 0x61 && value <= 0x7a);

export function countWords(text) {
  const values = Array.from(text, character => character.codePointAt(0)).filter(value => !within(IGNORED, value));
  let count = 0;
  let inRun = false;

  values.forEach((value, index) => {
    const apostrophe = value === 0x2019 && isAsciiLetter(values[index - 1]) && isAsciiLetter(values[index + 1]);

    if (within(WHITE, value)) {
      inRun = false;
    } else if (within(SINGLE, value) && !apostrophe) {
      count += 1;
      inRun = false;
    } else if (!inRun) {
      count += 1;
      inRun = true;
    }
  });

  return count;
}
