/** 512 English words for room names: things one can see or hear, short, pleasant, and spelled as they sound. */
export const WORDS = `
acorn alder almond amber anchor anise apple apricot april arch aspen aster atlas attic august autumn
avocado bagel bakery balcony ballad ballet balloon bamboo banjo barley barn basil basin basket bay
beach beacon beam bean bell bench berry birch biscuit blanket blossom boat bonfire book bottle bowl
bramble branch bread breeze brick bridge brook broom bucket buckle bugle butter button cabin cactus
camera canal candle canoe canvas canyon caramel caravan cardinal carpet carrot castle cedar cellar
cello chapter cherry chestnut cinema cinnamon circle citrus clarinet clay cliff clock cloud clover
coast cobalt cocoa coconut comet compass concert copper coral cork cosmos cottage cotton cradle
crane crayon creek cricket crocus cup curtain cushion cypress dahlia daisy dance dawn delta denim
desert desk dew diamond dolphin domino door dove dragon drawing dream drum dune eagle easel echo
eclipse elm ember emerald engine estuary evening fabric falcon feather fern ferry fiddle field fig
finch fjord flame flannel flower flute folk forest fossil fountain fox freckle fresco frost galaxy
gallery garden garland garlic garnet gate gazelle geyser ginger giraffe glacier glade glass glider
globe glove goblet granite grass grove guitar hamlet hammock harbor harp harvest hazel heather heron
hickory hill honey horizon hotel house hummus ice igloo indigo inlet iris island ivy jacket jade
jaguar january jasmine jazz jelly jigsaw journal july june juniper kayak kernel kettle keyboard
kitchen kite kiwi ladder lagoon lake lamp lantern lark lattice laurel lavender leaf ledger legend
lemon lentil letter library lilac lily lime linen lizard llama locket lotus lynx magnet magnolia
mandolin mango map maple marble march marigold market marsh meadow medal melody melon meteor mill
mimosa mint mirror mitten monsoon moon mosaic moss mountain muffin mulberry museum music myrtle
napkin nectar nest nettle notebook novel november nutmeg oak oasis oatmeal oboe ocean octave olive
onyx opal opera orange orbit orchard orchid oregano origami osprey otter owl oyster paddle painter
palace palm panda papaya paper paprika parade park parrot parsley pasta path pavilion peach peacock
peanut pear pearl pebble pecan pelican pencil penguin pepper petal piano picnic pigeon pillow pine
pistachio planet plaza plum poem polar pond poplar poppy porch postcard potato pottery prairie prism
pudding puffin pumpkin puzzle pyramid quartz quill quilt quince rabbit radio rain rainbow raisin
ranch raven recipe reed reef ribbon rice ridge ring river road robin rocket roof rose rosemary rowan
ruby rug saddle saffron sage sail salad sand sapphire satchel saturn scarf school season sesame
shell ship shore silk silver sketch sky slate sleigh snow soap sofa sonata song sorbet soup spark
sparrow spice spinach spiral spoon spring spruce square stable star station statue steam stone story
stream street summer sun sunset swallow swan sycamore symphony syrup table tango teapot tent terrace
theater thimble thistle thunder thyme tiger timber toast tomato topaz tower trail train trumpet
tulip tundra tunnel turnip turquoise turtle tweed twilight umbrella universe valley vanilla vase
velvet verse vine viola violet violin volcano voyage waffle wagon wallet walnut walrus water
waterfall wave weaver whale wheat wheel whisker willow wind window winter wolf wood wool yarn yogurt
zebra zenith zephyr zinnia
`;
