/**
 * What looks like ASCII: the part of Unicode's confusables.txt (UTS #39, data of its table "MA") with ASCII prototypes,
 * without what compatibility decomposition already maps. A test compares it with the data.
 */
import { normalize } from "./marks.ts";
import { memoize } from "./memoize.ts";

/** Each prototype with the characters that look like it. */
const CONFUSABLES: readonly (readonly [prototype: string, characters: string])[] = [
  ["!", "ǃⵑ"],
  ["&", "ꝸ"],
  ["'", "`ʹʻʼʽʾˈˊˋ˴՚՝י׳ߴߵᑊᛌ‘’‛′‵ꞌ"],
  ["(", "❨❲〔﴾"],
  [")", "❩❳〕﴿"],
  ["*", "٭⁎∗𐌟"],
  ["+", "᛭➕𐊛"],
  [",", "؍٫‚ꓹ"],
  ["-", "˗۔‐‒–⁃−➖Ⲻ"],
  [".", "٠۰܁܂ꓸ꘎𐩐"],
  ["/", "᜵⁁⁄∕╱⟋⧸Ⳇ〳ノ㇓𝈺"],
  ["2", "ƧϨᒿꙄꛯꝚ"],
  ["3", "ƷȜЗӠⳌꝪꞫ𑣊𖼻𝈆"],
  ["4", "Ꮞ𑢯"],
  ["5", "Ƽ𑢻"],
  ["6", "бᏮⳒ𑣕"],
  ["7", "𐓒𑣆𝈒"],
  ["8", "Ȣȣ৪੪𐌚𞣋"],
  ["9", "৭੧୨൭ⳊꝮ𑢬𑣌𑣖"],
  [":", "ː˸։׃܃܄᛬᠃᠉⁚∶ꓽ꞉"],
  ["<", "˂ᐸᚲ‹❮𝈶"],
  ["=", "᐀⹀゠꓿"],
  [">", "˃ᐳ›❯𖼿𝈷"],
  ["?", "ɁʔॽᎮꛫ"],
  ["A", "ΑАᎪᗅꓮ𐊠𖽀"],
  ["B", "ΒВᏴᗷꓐꞴ𐊂𐊡𐌁"],
  ["C", "СᏟⲤꓚ𐊢𐌂𐐕𐔜𑣩𑣲🝌"],
  ["D", "Ꭰᗞᗪꓓ"],
  ["E", "ΕЕᎬ⋿ⴹꓰ𐊆𑢦𑢮"],
  ["F", "ϜᖴꓝꞘ𐊇𐊥𐔥𑢢𑣂𝈓"],
  ["G", "ԌᏀᏳꓖ"],
  ["H", "ΗНᎻᕼⲎꓧ𐋏"],
  ["J", "ͿЈᎫᒍꓙꞲ"],
  ["K", "ΚКᏦᛕⲔꓗ𐔘"],
  ["L", "ᏞᒪⳐꓡ𐐛𐔦𑢣𑢲𖼖𝈪"],
  ["M", "ΜϺМᎷᗰᛖⲘꓟ𐊰𐌑"],
  ["N", "ΝⲚꓠ𐔓"],
  ["O", "0ΟОՕ߀০ଠ୦ዐⲞⵔꓳ𐊒𐊫𐐄𐓂𐔖𑓐𑢵𑣠"],
  ["P", "ΡРᏢᑭⲢꓑ𐊕"],
  ["Q", "ⵕ"],
  ["R", "ƦᎡᏒᖇꓣ𐒴𖼵𝈖"],
  ["S", "ЅՏᏕᏚꓢ𐊖𐐠𖼺"],
  ["T", "ΤТᎢ⊤⟙Ⲧꓔ𐊗𐊱𐌕𑢼𖼊🝨"],
  ["U", "Սሀᑌ∪⋃ꓴ𐓎𑢸𖽂"],
  ["V", "Ѵ٧۷Ꮩᐯⴸꓦꛟ𐔝𑢠𖼈𝈍"],
  ["W", "ԜᎳᏔꓪ𑣦𑣯"],
  ["X", "ΧХ᙭ᚷ╳ⲬⵝꓫꞳ𐊐𐊴𐌗𐌢𐔧𑣬"],
  ["Y", "ΥУҮᎩᎽⲨꓬ𐊲𑢤𖽃"],
  ["Z", "ΖᏃꓜ𐋵𑢩𑣥"],
  ["\\", "∖⟍⧵⧹㇔𝈏𝈻"],
  ["^", "˄ˆ"],
  ["_", "ߺ"],
  ["a", "ɑαа⍺"],
  ["b", "ƄЬᏏᖯ"],
  ["c", "сᴄⲥꮯ𐐽"],
  ["d", "ԁᏧᑯꓒ"],
  ["e", "еҽ℮ꬲ"],
  ["f", "քẝꞙꬵ"],
  ["g", "ƍɡցᶃ"],
  ["h", "һհᏂ"],
  ["i", "ıɩɪιіӏᎥ⍳ꙇꭵ𑣃"],
  ["j", "ϳј"],
  ["l", "1I|ƖǀΙІӀ׀וןا١۱ߊᛁ∣⏽Ⲓⵏꓲ𐊊𐌉𐌠𖼨𞣇"],
  ["n", "ոռ"],
  ["o", "οσоօסه٥ھہە۵०੦૦௦౦೦ഠ൦๐໐ဝ၀ჿᴏᴑⲟꬽ𐐬𐓪𑣈𑣗"],
  ["p", "ρр⍴ⲣ"],
  ["q", "ԛգզ"],
  ["r", "гᴦⲅꭇꭈꮁ"],
  ["s", "ƽѕꜱꮪ𐑈𑣁"],
  ["u", "ʋυսᴜꞟꭎꭒ𐓶𑣘"],
  ["v", "νѵטᴠ∨⋁ꮩ𑜆𑣀"],
  ["w", "ɯѡԝաᴡꮃ𑜊𑜎𑜏"],
  ["x", "×хᕁᕽ᙮⤫⤬⨯"],
  ["y", "ɣʏγуүყᶌỿꭚ𑣜"],
  ["z", "ᴢꮓ𑣄"],
  ["{", "❴𝄔"],
  ["}", "❵"],
  ["~", "⁓∼"],
  ["''", '"ʺˮ˶ײ״᳓“”‟〃'],
  ["'B", "Ɓ"],
  ["'D", "Ɗ"],
  ["'P", "Ƥ"],
  ["'T", "Ƭ"],
  ["'Y", "Ƴ"],
  ["((", "⸨"],
  ["))", "⸩"],
  ["-.", "꓾"],
  [".,", "ꓻ"],
  ["..", "ꓺ"],
  ["//", "⫽"],
  ["<<", "≪"],
  ["><", "⪥"],
  [">>", "≫⨠"],
  ["AA", "Ꜳ"],
  ["AE", "ÆӔ"],
  ["AO", "Ꜵ"],
  ["AR", "🜇"],
  ["AU", "Ꜷ"],
  ["AV", "ꜸꜺ"],
  ["AY", "Ꜽ"],
  ["C'", "Ƈ"],
  ["G'", "Ɠ"],
  ["K'", "Ƙ"],
  ["MB", "🝫"],
  ["O'", "Ꭴ"],
  ["OE", "Œ"],
  ["OO", "ꚘꝎ"],
  ["P'", "ᒆ"],
  ["QE", "🜀"],
  ["T3", "Ꜩ"],
  ["U'", "ᑧ"],
  ["VB", "🝬"],
  ["\\\\", "⑊⳹"],
  ["aa", "ꜳ"],
  ["ae", "æӕ"],
  ["ao", "ꜵ"],
  ["au", "ꜷ"],
  ["av", "ꜹꜻ"],
  ["ay", "ꜽ"],
  ["bl", "Ы"],
  ["d'", "ᒇ"],
  ["dz", "ʣ"],
  ["l'", "ױ"],
  ["lO", "Ю"],
  ["ll", "ǁװ‖∥"],
  ["ls", "ʪ"],
  ["lt", "₶"],
  ["lz", "ʫ"],
  ["oe", "œ"],
  ["oo", "∞ꚙꝏ"],
  ["r'", "ґ"],
  ["rn", "m𑜀𑣣"],
  ["tf", "ꝷ"],
  ["ts", "ʦ"],
  ["ue", "ᵫ"],
  ["uo", "ꭣ"],
  ["///", "⫻"],
  ["<<<", "⋘"],
  [">>>", "⋙"],
  ["sss", "🝜"],
];

const PROTOTYPES = new Map(
  CONFUSABLES.flatMap(([prototype, characters]) =>
    [...characters].map((character) => [character, prototype] as const),
  ),
);

/** U+FFF9–FFFC too: see names.ts. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\ufff9-\ufffc]/gu;

/** Arabic letters that are drawn alike and are two in Unicode: the Persian ones, and those without their dots. */
const ARABIC: ReadonlyMap<string, string> = new Map([
  ["ی", "ي"],
  ["ى", "ي"],
  ["ک", "ك"],
  ["ڪ", "ك"],
]);

/**
 * Equal for names that look alike (UTS #39 §4), in capital or small letters. Not for display: `rn` stands for `m`. Linear
 * in the name's length. A join asks for that of its name several times.
 */
export const skeleton = memoize((name) => {
  if (ASCII.test(name)) return asciiSkeleton(name);
  const visible = normalize(name, "NFKD").replace(INVISIBLE, "");
  return skeletonOf(visible);
});

/** ASCII has nothing to normalize, and each of its characters looks the same wherever it is. Each new guest has such a name. */
const ASCII = /^[\x00-\x7f]*$/;
/** by code unit, as far as they were asked for */
const asciiSkeletons: string[] = [];

function asciiSkeleton(text: string): string {
  let result = "";
  for (let index = 0; index < text.length; index++)
    result += asciiSkeletons[text.charCodeAt(index)] ??= skeletonOf(text.charAt(index));
  return result;
}

/** Twice: a small letter may look like another one that its capital does not. */
function skeletonOf(visible: string): string {
  return prototypesOf(prototypesOf(visible).toLowerCase());
}

function prototypesOf(text: string): string {
  return [...text]
    .map((character) => PROTOTYPES.get(character) ?? ARABIC.get(character) ?? character)
    .join("");
}
